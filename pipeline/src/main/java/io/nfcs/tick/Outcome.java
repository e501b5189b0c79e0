package io.nfcs.tick;

import io.nfcs.memory.Digest;
import io.nfcs.tick.Quantity.Kind;
import java.util.List;

/**
 * Results of the stages on one tick: a row with a value for each quantity of the run, in the order
 * of {@link TickShape#results()}.
 *
 * <p>A quantity is set and read by its index, which a stage looks up once, by {@link
 * StageContext#result} or {@link TickShape#result}. The index of a quantity that the run does not
 * have is -1, and reads as "not computed" by {@link #number(int)} and {@link #count(int)}; all
 * other methods need an index of the run.
 *
 * <p><b>Units.</b> As each quantity declares. A number that no stage has set is NaN, a count or
 * code that no stage has set is -1: "not computed" is never confused with zero. <b>Threads.</b>
 * Written by the stages in their order; each quantity has one stage that sets it, so stages that
 * run side by side write different elements. <b>Allocates</b> only when made. <b>Fails.</b> A
 * number that is not finite is refused with an {@link ArithmeticException}, which fails the stage
 * that computed it; the earlier value stays.
 */
public final class Outcome {
  private static final long NOT_COMPUTED = -1;

  private final List<Quantity> quantities;
  private final long[] values;
  private final long[] nothing;
  private final boolean[] isNumber;

  /** Creates an outcome with nothing computed. */
  Outcome(List<Quantity> quantities) {
    this.quantities = quantities;
    values = new long[quantities.size()];
    nothing = new long[quantities.size()];
    isNumber = new boolean[quantities.size()];
    for (int i = 0; i < nothing.length; i++) {
      isNumber[i] = quantities.get(i).kind() == Kind.DOUBLE;
      nothing[i] = isNumber[i] ? Double.doubleToRawLongBits(Double.NaN) : NOT_COMPUTED;
    }
    clear();
  }

  /** Returns the quantities of the run, in their order. */
  public List<Quantity> quantities() {
    return quantities;
  }

  /** Returns a number, NaN if it was not computed. */
  public double number(int index) {
    return index < 0 ? Double.NaN : Double.longBitsToDouble(values[index]);
  }

  /** Returns a count or a code, -1 if it was not computed. */
  public long count(int index) {
    return index < 0 ? NOT_COMPUTED : values[index];
  }

  /** Returns a value of any kind as a number, NaN if it was not computed. */
  public double value(int index) {
    double count = values[index];
    return isNumber[index] ? number(index) : count < 0 ? Double.NaN : count;
  }

  /**
   * Sets a number, of a quantity of kind {@link Kind#DOUBLE}; the kind is not checked.
   *
   * @throws ArithmeticException if it is NaN or infinite; the earlier value stays
   */
  public void number(int index, double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(
          quantities.get(index).name() + " is " + value + ", expected a finite number");
    }
    values[index] = Double.doubleToRawLongBits(value);
  }

  /**
   * Sets a count or a code, from 0; the kind is not checked. A quantity of the model must fit into
   * an {@code int}: its record has 4 bytes for it.
   */
  public void count(int index, long value) {
    values[index] = value;
  }

  /** Returns a number, looked up by its quantity: for code off the tick. */
  public double number(Quantity quantity) {
    return number(TickShape.indexOf(quantities, quantity));
  }

  /** Returns a count or a code, looked up by its quantity: for code off the tick. */
  public long count(Quantity quantity) {
    return count(TickShape.indexOf(quantities, quantity));
  }

  /** Returns the bits of a value, for codecs that treat all alike. */
  public long bits(int index) {
    return values[index];
  }

  /** Sets the bits of a value, as a codec read them. */
  public void bits(int index, long bits) {
    values[index] = bits;
  }

  /** Resets to nothing computed. */
  public void clear() {
    System.arraycopy(nothing, 0, values, 0, values.length);
  }

  /** Returns a digest of the numbers of the model, including those not computed. */
  public long digestOfNumbers(long seed) {
    long hash = seed;
    for (int i = 0; i < ModelQuantities.ALL.size(); i++) {
      hash = isNumber[i] ? Digest.mix(hash, canonical(i)) : hash;
    }
    return hash;
  }

  /**
   * Returns a digest of all values: first the numbers of the model, then its counts, then others.
   */
  long digest(long seed) {
    int model = ModelQuantities.ALL.size();
    long hash = digestOfNumbers(seed);
    for (int i = 0; i < values.length; i++) {
      hash = i < model && isNumber[i] ? hash : Digest.mix(hash, canonical(i));
    }
    return hash;
  }

  private long canonical(int index) {
    return isNumber[index] ? Double.doubleToLongBits(number(index)) : values[index];
  }
}
