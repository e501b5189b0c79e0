package io.nfcs.pipeline;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.journal.Keyframe;
import io.nfcs.journal.Keyframes;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.Stage;
import io.nfcs.tick.Tick;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A recorder of keyframes: takes one every given number of ticks and writes it off the tick.
 *
 * <p>The states of each of two buffers are: free, being filled by the threads of a tick, full,
 * being written, free. A keyframe is left out and counted if no buffer is free or the write fails;
 * the tick continues.
 *
 * <p>Assumptions: those of {@link KeyframeTaker}. Guarantees: a buffer is filled by one tick at a
 * time and written when all its stages have saved, ensured by the ring's order and the volatile
 * state of the buffer. Only the thread that begins ticks changes {@code FREE}, only the threads of
 * the tick change {@code FILLING} and {@code SPOILT}, only the writer changes {@code FULL}; so
 * volatile reads and writes suffice, without compare-and-set.
 *
 * <p><b>Threads.</b> One of its own, {@code nfcs-keyframes}. <b>Owns</b> the thread and the
 * buffers. <b>Allocates</b> nothing on the tick.
 */
final class KeyframeRecorder implements KeyframeTaker, AutoCloseable {
  private static final int BUFFERS = 2;
  private static final int FREE = 0;
  private static final int FILLING = 1;
  private static final int SPOILT = 2;
  private static final int FULL = 3;

  private final Keyframes keyframes;
  private final long run;
  private final List<String> names;
  private final int every;
  private final BooleanSupplier isWanted;
  private final Counters counters;
  private final ErrorLog errors;
  private final StageStates[] buffers = new StageStates[BUFFERS];
  private final long[] ticks = new long[BUFFERS];
  private final AtomicIntegerArray states = new AtomicIntegerArray(BUFFERS);
  private final Thread writer = new Thread(this::write, "nfcs-keyframes");
  private volatile boolean isClosed;

  /**
   * Creates a recorder that takes nothing before the first tick.
   *
   * @param stages the open stages
   * @param every ticks from a keyframe to the next
   * @param isWanted whether a keyframe is wanted in between
   */
  KeyframeRecorder(
      Keyframes keyframes,
      long run,
      List<Stage> stages,
      int every,
      BooleanSupplier isWanted,
      Instruments instruments) {
    this.keyframes = keyframes;
    this.run = run;
    names = stages.stream().map(Stage::name).toList();
    this.every = every;
    this.isWanted = isWanted;
    counters = instruments.counters();
    errors = instruments.errors();
    for (int buffer = 0; buffer < BUFFERS; buffer++) {
      buffers[buffer] = new StageStates(stages);
    }
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public int begin(long tick) {
    if ((tick + 1) % every != 0 && (!isWanted.getAsBoolean() || isFilling())) {
      return NONE;
    }
    for (int buffer = 0; buffer < BUFFERS; buffer++) {
      if (states.get(buffer) == FREE) {
        states.set(buffer, FILLING);
        return buffer;
      }
    }
    counters.increment(CounterId.KEYFRAMES_DROPPED);
    return NONE;
  }

  private boolean isFilling() {
    for (int buffer = 0; buffer < BUFFERS; buffer++) {
      int state = states.get(buffer);
      if (state == FILLING || state == SPOILT) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void save(int buffer, int index, Stage stage) {
    try {
      buffers[buffer].save(index);
    } catch (Throwable failure) {
      states.set(buffer, SPOILT);
      errors.record("state of stage " + stage.name(), failure);
    }
  }

  @Override
  public void end(int buffer, Tick tick) {
    if (states.get(buffer) == SPOILT) {
      counters.increment(CounterId.KEYFRAMES_DROPPED);
      states.set(buffer, FREE);
      return;
    }
    ticks[buffer] = tick.number() + 1;
    states.set(buffer, FULL);
    LockSupport.unpark(writer);
  }

  /** Writes the keyframes taken, and ends. Called when no tick is under way. */
  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(writer);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    while (true) {
      boolean isLast = isClosed;
      for (int buffer = 0; buffer < BUFFERS; buffer++) {
        if (states.get(buffer) == FULL) {
          write(buffer);
          states.set(buffer, FREE);
        }
      }
      if (isLast) {
        return;
      }
      LockSupport.park(this);
    }
  }

  private void write(int buffer) {
    try {
      keyframes.write(new Keyframe(run, ticks[buffer], names, buffers[buffer].bytes()));
      counters.increment(CounterId.KEYFRAMES_WRITTEN);
    } catch (IOException full) {
      counters.increment(CounterId.KEYFRAMES_DROPPED);
      errors.record("keyframe", "cannot be written: " + full.getMessage());
    } catch (RuntimeException | Error failure) {
      counters.increment(CounterId.KEYFRAMES_DROPPED);
      errors.record("keyframe", failure);
    }
  }
}
