package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.journal.Keyframe;
import io.nfcs.journal.Keyframes;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeyframeRecorderTest {
  private static final long RUN = 42;
  private static final int EVERY = 10;
  private static final TickShape SHAPE = new TickShape(List.of("count"), List.of(), 0);

  @TempDir Path folder;
  private final Count stage = new Count();
  private final Counters counters = new Counters();
  private final AtomicBoolean isWanted = new AtomicBoolean();
  private long taken;

  @Test
  void shouldKeepTheStateBehindEveryTenthTickAndWhereOneIsWanted() throws IOException {
    try (KeyframeRecorder recorder = recorder()) {
      for (int tick = 0; tick < 35; tick++) {
        isWanted.set(tick == 23);
        run(recorder, tick);
        awaitWritten();
      }
    }
    Keyframes keyframes = new Keyframes(folder);
    assertEquals(Set.of(10L, 20L, 24L, 30L), keyframes.ticks(RUN));
    for (long tick : keyframes.ticks(RUN)) {
      Keyframe keyframe = keyframes.read(RUN, tick);
      assertArrayEquals(state(tick), keyframe.states().getFirst());
    }
    assertEquals(4, counters.value(CounterId.KEYFRAMES_WRITTEN));
    assertEquals(0, counters.value(CounterId.KEYFRAMES_DROPPED));
  }

  /** Two ticks in flight hold both buffers. */
  @Test
  void shouldLeaveOutWhatThereIsNoBufferForAndNeverWait() {
    try (KeyframeRecorder recorder = recorder()) {
      int one = recorder.begin(9);
      int other = recorder.begin(19);
      assertEquals(Set.of(0, 1), Set.of(one, other));
      assertEquals(KeyframeTaker.NONE, recorder.begin(29));
      assertEquals(1, counters.value(CounterId.KEYFRAMES_DROPPED));
      isWanted.set(true);
      assertEquals(KeyframeTaker.NONE, recorder.begin(30), "one is under way");
      assertEquals(1, counters.value(CounterId.KEYFRAMES_DROPPED));
      recorder.save(one, 0, stage);
      recorder.end(one, tick(9));
      recorder.save(other, 0, stage);
      recorder.end(other, tick(19));
    }
    assertEquals(Set.of(10L, 20L), new Keyframes(folder).ticks(RUN));
  }

  @Test
  void shouldDropTheStateOfAStageThatCannotSave() {
    try (KeyframeRecorder recorder = recorder()) {
      stage.isBroken = true;
      run(recorder, 9);
      stage.isBroken = false;
      run(recorder, 19);
    }
    assertEquals(Set.of(20L), new Keyframes(folder).ticks(RUN));
    assertEquals(1, counters.value(CounterId.KEYFRAMES_DROPPED));
  }

  @Test
  void shouldCountWhatCannotBeWrittenAndGoOn() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("keyframes"), "");
    try (KeyframeRecorder recorder = recorder()) {
      run(recorder, 9);
      awaitWritten();
      assertEquals(1, counters.value(CounterId.KEYFRAMES_DROPPED));
      Files.delete(inTheWay);
      run(recorder, 19);
    }
    assertEquals(Set.of(20L), new Keyframes(folder).ticks(RUN));
  }

  /** The best of some rounds: a compiler that gives up on code allocates once. */
  @Test
  void shouldAllocateNothingOnTheTick() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Tick tick = tick(9);
    long least = Long.MAX_VALUE;
    try (KeyframeRecorder recorder = recorder()) {
      for (int round = 0; round < 8; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
          for (int number = 0; number < EVERY; number++) {
            int buffer = recorder.begin(number);
            if (buffer >= 0) {
              recorder.save(buffer, 0, stage);
              recorder.end(buffer, tick);
            }
          }
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertEquals(0, least);
    assertTrue(counters.value(CounterId.KEYFRAMES_WRITTEN) > 0);
  }

  private void run(KeyframeRecorder recorder, int number) {
    stage.ticks++;
    int buffer = recorder.begin(number);
    if (buffer >= 0) {
      taken++;
      recorder.save(buffer, 0, stage);
      recorder.end(buffer, tick(number));
    }
  }

  /** Waits until a keyframe is written or has failed. */
  private void awaitWritten() {
    while (counters.value(CounterId.KEYFRAMES_WRITTEN) + counters.value(CounterId.KEYFRAMES_DROPPED)
        < taken) {
      Thread.onSpinWait();
    }
  }

  private KeyframeRecorder recorder() {
    return new KeyframeRecorder(
        new Keyframes(folder),
        RUN,
        List.of(stage),
        EVERY,
        isWanted::get,
        new Instruments(TickClock.system(), counters, new Metrics(), new ErrorLog()));
  }

  private static Tick tick(long number) {
    Tick tick = new Tick(SHAPE);
    tick.begin(number, 0, 0, 0);
    return tick;
  }

  private static byte[] state(long ticks) {
    StateWriter writer = StateWriter.ofCapacity(Long.BYTES);
    writer.writeLong(ticks);
    byte[] bytes = new byte[Long.BYTES];
    writer.reader().readBytes(bytes, 0, bytes.length);
    return bytes;
  }

  /** A stage whose state is its number of ticks. */
  private static final class Count implements Stage {
    private long ticks;
    private boolean isBroken;

    @Override
    public String name() {
      return "count";
    }

    @Override
    public void open(StageContext context) {}

    @Override
    public void run(Tick tick) {
      ticks++;
    }

    @Override
    public int stateBytes() {
      return Long.BYTES;
    }

    @Override
    public void save(StateWriter to) {
      if (isBroken) {
        throw new IllegalStateException("on purpose");
      }
      to.writeLong(ticks);
    }
  }
}
