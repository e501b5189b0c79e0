package io.nfcs.lab.replay;

import io.nfcs.tick.Tick;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Times of every tick of one pass.
 *
 * <p><b>Units.</b> Nanoseconds. Layout: a row a tick; column 0 is the lateness (wake-up minus
 * schedule), column 1 the tick (wake-up to commit), then the stages in execution order. As bytes:
 * the number of columns and that of all values, an int each, then the values row by row, a long
 * each. <b>Threads.</b> One at a time. <b>Allocates</b> when made or read only.
 */
final class PassTimes {
  static final int LATENESS = 0;
  static final int TICK = 1;
  static final int FIRST_STAGE = 2;

  /** Time from the intended start to the commit; not a column of its own. */
  static final int INTENDED = -1;

  private final int columns;
  private final long[] nanos;

  PassTimes(int ticks, int stages) {
    this(FIRST_STAGE + stages, new long[ticks * (FIRST_STAGE + stages)]);
  }

  private PassTimes(int columns, long[] nanos) {
    this.columns = columns;
    this.nanos = nanos;
  }

  /** Records the times of a tick whose stages are done. */
  void record(Tick tick, int index) {
    int row = index * columns;
    nanos[row + LATENESS] = tick.latenessNanos();
    nanos[row + TICK] = tick.durationNanos();
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      nanos[row + FIRST_STAGE + stage] = tick.endNanos(stage) - tick.startNanos(stage);
    }
  }

  /** Returns the total duration of its ticks. */
  long total() {
    long sum = 0;
    for (int tick = 0; tick < ticks(); tick++) {
      sum += nanos(tick, TICK);
    }
    return sum;
  }

  /** Returns several passes as one, in their order. */
  static PassTimes concat(List<PassTimes> parts) {
    long[] all = parts.stream().flatMapToLong(part -> Arrays.stream(part.nanos)).toArray();
    return new PassTimes(parts.getFirst().columns, all);
  }

  int ticks() {
    return nanos.length / columns;
  }

  int columns() {
    return columns;
  }

  long nanos(int tick, int column) {
    int row = tick * columns;
    return column == INTENDED ? nanos[row + LATENESS] + nanos[row + TICK] : nanos[row + column];
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(columns);
    out.writeInt(nanos.length);
    for (long value : nanos) {
      out.writeLong(value);
    }
  }

  static PassTimes read(DataInputStream in) throws IOException {
    int columns = in.readInt();
    long[] nanos = new long[in.readInt()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = in.readLong();
    }
    return new PassTimes(columns, nanos);
  }
}
