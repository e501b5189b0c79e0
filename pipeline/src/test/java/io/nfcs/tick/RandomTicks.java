package io.nfcs.tick;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/** Ticks with every field set to something, from a seed. */
public final class RandomTicks {
  /** A shape with a few stages and parameters. */
  public static final TickShape SHAPE =
      new TickShape(
          List.of("cgl", "kuramoto", "risk"),
          List.of("kuramoto.coupling", "other"),
          List.of(
              Quantity.number("other.heat", "K", "Heat of a test."),
              Quantity.count("other.steps", "steps", "Steps of a test."),
              Quantity.code("other.mood", "Mood of a test.", "calm", "cross")),
          64);

  private final SplittableRandom random;

  /** Creates equal ticks for equal seeds. */
  public RandomTicks(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns a header for runs of {@link #SHAPE}. */
  public static RunHeader header(long run) {
    return header(run, SHAPE);
  }

  /** Returns a header for runs of a shape. */
  public static RunHeader header(long run, TickShape shape) {
    return new RunHeader(
        run, run * 1_000_000, 17, 100_000_000, shape, "a: 1\n", "test", Map.of("cores", "2"));
  }

  /** Fills a tick of {@link #SHAPE}. */
  public void fill(Tick tick, long number) {
    tick.begin(number, random.nextLong(), random.nextLong(), random.nextLong(1000));
    TickInput input = tick.input();
    control(input.control());
    input.degradation(random.nextInt(8));
    for (int i = 0; i < input.parameterCount(); i++) {
      input.parameter(i, value());
    }
    payload(input.tokens());
    payload(input.actions());
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      tick.stage(stage, StageStatus.of(random.nextInt(4)), random.nextLong(), random.nextLong());
      tick.digest(stage, random.nextLong());
    }
    Outcome outcome = tick.outcome();
    for (int i = 0; i < outcome.quantities().size(); i++) {
      boolean isNumber = outcome.quantities().get(i).kind() == Quantity.Kind.DOUBLE;
      outcome.bits(i, isNumber ? Double.doubleToRawLongBits(value()) : random.nextInt());
    }
    control(tick.intent());
  }

  private void control(ControlIntent control) {
    for (int i = 0; i < ControlIntent.VALUES; i++) {
      control.value(i, value());
    }
  }

  /** Returns any double, including NaN, infinities and negative zero. */
  private double value() {
    return switch (random.nextInt(8)) {
      case 0 -> Double.NaN;
      case 1 -> -0.0;
      case 2 -> Double.NEGATIVE_INFINITY;
      default -> random.nextDouble(-1e6, 1e6);
    };
  }

  private void payload(Payload payload) {
    byte[] bytes = new byte[random.nextInt(65)];
    random.nextBytes(bytes);
    payload.set(new UnsafeBuffer(bytes), 0, bytes.length);
  }
}
