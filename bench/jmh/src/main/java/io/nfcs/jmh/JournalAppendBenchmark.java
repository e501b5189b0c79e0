package io.nfcs.jmh;

import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalSettings;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.Shows;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Append of a full tick record, encoded and checksummed, against a bare Chronicle append of as many
 * bytes that lie ready.
 *
 * <p>Each iteration writes to a fresh folder, which is deleted after it; both sides fault in the
 * same number of fresh pages. To be run with the flags of {@code config/jvm.options}.
 */
@Shows("append of a full tick record, ours against a bare Chronicle append")
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 10, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 20, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class JournalAppendBenchmark {
  private static final int BLOCK_BYTES = 64 << 20;
  private static final JournalSettings SETTINGS =
      new JournalSettings(JournalSettings.Roll.HOURLY, BLOCK_BYTES, 0, 0, 0);

  /** Made by JMH. */
  public JournalAppendBenchmark() {}

  /** Bytes of each of the two payloads, tokens and actions. */
  @Param({"0", "512"})
  public int payload;

  private TickShape shape;
  private Tick tick;
  private Bytes<ByteBuffer> record;
  private ScratchFolder folder;
  private Journal journal;
  private SingleChronicleQueue queue;
  private ExcerptAppender appender;

  /** Makes the tick, and bytes of the length of its record. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    shape =
        new TickShape(
            List.of("cgl", "kuramoto", "esc", "risk", "constitution"),
            List.of("cgl.drive", "kuramoto.coupling", "risk.gain", "risk.limit"),
            payload);
    tick = new Tick(shape);
    tick.begin(1, 2, 3, 0);
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      tick.stage(stage, StageStatus.OK, 4 + stage, 5 + stage);
      tick.digest(stage, 6 + stage);
    }
    UnsafeBuffer content = new UnsafeBuffer(new byte[payload]);
    tick.input().tokens().set(content, 0, payload);
    tick.input().actions().set(content, 0, payload);
    open();
    journal.append(tick);
    int bytes = journal.recordBytes();
    close();
    record = Bytes.wrapForWrite(ByteBuffer.allocateDirect(bytes));
    record.writePosition(bytes);
  }

  /** Opens both in a fresh folder. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    folder = ScratchFolder.create();
    journal = Journal.open(folder.path().resolve("journal"), SETTINGS, TickClock.system(), shape);
    journal.begin(new RunHeader(1, 1, 1, 100_000_000, shape, "", "", Map.of()));
    queue =
        SingleChronicleQueueBuilder.binary(folder.path().resolve("bare"))
            .rollCycle(RollCycles.FAST_HOURLY)
            .blockSize(BLOCK_BYTES)
            .build();
    appender = queue.createAppender();
  }

  /** Deletes what was written. */
  @TearDown(Level.Iteration)
  public void close() throws IOException {
    journal.close();
    appender.close();
    queue.close();
    folder.close();
  }

  /** Appends a full tick record. */
  @Benchmark
  public long journal() {
    journal.append(tick);
    return tick.commitNanos();
  }

  /** Appends as Chronicle's own documentation does: into a document. */
  @Benchmark
  public void bareDocument() {
    try (DocumentContext document = appender.writingDocument()) {
      Objects.requireNonNull(document.wire()).bytes().write(record);
    }
  }

  /** Appends by the shortest path of the peer: bytes that lie ready, in one call. */
  @Benchmark
  public void bareChronicle() {
    appender.writeBytes(record);
  }
}
