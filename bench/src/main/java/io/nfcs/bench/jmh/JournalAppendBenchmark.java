package io.nfcs.bench.jmh;

import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalSettings;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Appends the full record of a tick to the journal, and as many bytes to a bare Chronicle queue of
 * the same settings.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class JournalAppendBenchmark {
  private static final int BLOCK = 64 << 20;
  private static final TickShape SHAPE =
      new TickShape(List.of("cgl", "kuramoto", "risk"), List.of("kuramoto.coupling"), 4096);

  private Path folder;
  private Journal journal;
  private Tick tick;
  private SingleChronicleQueue queue;
  private ExcerptAppender appender;
  private Bytes<ByteBuffer> bytes;
  private int recordBytes;

  /** Made by JMH. */
  public JournalAppendBenchmark() {}

  /** Opens both in fresh folders. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    folder = Files.createTempDirectory("nfcs-append");
    journal =
        Journal.open(
            folder.resolve("journal"),
            new JournalSettings(JournalSettings.Roll.DAILY, BLOCK, 0, 0),
            TickClock.system(),
            SHAPE);
    journal.begin(new RunHeader(1, 0, 0, 100_000_000, SHAPE, "", "benchmark", Map.of()));
    tick = new Tick(SHAPE);
    tick.begin(1, 2, 3, 0);
    for (int stage = 0; stage < 3; stage++) {
      tick.stage(stage, StageStatus.OK, 10 + stage, 20 + stage);
      tick.digest(stage, 0x9e3779b97f4a7c15L * stage);
    }
    journal.append(tick);
    recordBytes = journal.recordBytes();
    queue =
        SingleChronicleQueueBuilder.binary(folder.resolve("bare"))
            .rollCycle(RollCycles.FAST_DAILY)
            .blockSize(BLOCK)
            .build();
    appender = queue.createAppender();
    bytes = Bytes.wrapForWrite(ByteBuffer.allocateDirect(recordBytes));
  }

  /** Closes both and deletes what they wrote. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    journal.close();
    appender.close();
    queue.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Ours: encode, stamp, checksum, append. */
  @Benchmark
  public void journal() {
    tick.begin(tick.number() + 1, 2, 3, 0);
    journal.append(tick);
  }

  /** The peer: append. */
  @Benchmark
  public void bareChronicle() {
    bytes.clear();
    bytes.writePosition(recordBytes);
    appender.writeBytes(bytes);
  }
}
