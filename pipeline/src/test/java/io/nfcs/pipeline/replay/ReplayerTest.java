package io.nfcs.pipeline.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalCheck;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.JournalSettings;
import io.nfcs.journal.Position;
import io.nfcs.memory.Digest;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replay of runs of a stage with a state, which reads some of its inputs and ignores the others.
 */
@Timeout(120)
class ReplayerTest {
  private static final long SEED = 11;
  private static final int TICKS = 6;
  private static final long TOUCHED = 3;
  private static final double FAILS_ABOVE = 0.9;
  private static final JournalSettings SETTINGS =
      new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);
  private static final TickShape SHAPE =
      new TickShape(List.of("sum", "after"), List.of("sum.gain", "sum.unused"), 8);
  private static final StageGraph GRAPH =
      StageGraph.of(Map.of("sum", List.of(), "after", List.of("sum")));

  @TempDir Path folder;

  @Test
  void shouldFindARunEqualToItself() {
    write(1, 50);
    write(2, 30);
    assertEquals(
        new ReplayReport(
            List.of(
                new ReplayReport.Run(1, 50, 50, 50, null, null),
                new ReplayReport.Run(2, 30, 30, 30, null, null)),
            List.of(),
            List.of()),
        replay(1));
  }

  /** For any byte: used by a stage or not, a stamp or a length. */
  @Test
  void shouldTellOfAnyByteThatWasChangedAndNotCompareWhatIsBehindALostTick() throws IOException {
    write(1, TICKS);
    Position record = position(TOUCHED);
    for (int i = 0; i < record.bytes(); i++) {
      flip(record.file(), record.offset() + i);
      ReplayReport report = replay(1);
      String context = "byte " + i + ": " + report;
      assertFalse(report.holds(), context);
      assertEquals(record.file(), report.damages().getFirst().file(), context);
      ReplayReport.Run only = report.runs().getFirst();
      Divergence divergence = report.firstDivergence();
      if (divergence != null) {
        assertEquals(TOUCHED, divergence.tick(), context);
      }
      assertTrue(only.equal() == TOUCHED || only.equal() == TOUCHED + 1, context);
      assertEquals(2, only.notCompared(), context);
      if (only.compared() == TOUCHED) {
        String why = String.valueOf(only.notChecked());
        assertTrue(why.startsWith("tick 3 is missing, " + record.file()), context);
      }
      flip(record.file(), record.offset() + i);
    }
    assertTrue(replay(1).holds());
  }

  @Test
  void shouldNameTheStageWhoseDigestDiffers() {
    write(1, TICKS);
    assertEquals(new Divergence(1, 0, "digest of sum"), replay(2).firstDivergence());
  }

  @Test
  void shouldReportAMissingTick() {
    try (Journal journal = journal(1)) {
      TickRunner runner = runner(1, tick -> appendUnless(journal, tick, TOUCHED));
      run(runner, TICKS);
    }
    ReplayReport report = replay(1);
    assertEquals(
        List.of(new ReplayReport.Run(1, TICKS - 1, 3, 3, "tick 3 is missing", null)),
        report.runs());
    assertNull(report.firstDivergence());
    assertFalse(report.holds());
    assertEquals("tick 3 is missing before this one of run 1", report.damages().getFirst().why());
  }

  /** Retention has removed the first ticks of the first run. */
  @Test
  void shouldJudgeEachRunByItself() {
    try (Journal journal = journal(1)) {
      run(runner(1, tick -> appendIfLate(journal, tick)), 50);
    }
    write(2, 30);
    ReplayReport report = replay(1);
    assertNull(report.firstDivergence());
    assertEquals(30, report.ticks());
    assertEquals(30, report.equal());
    ReplayReport.Run left = report.runs().getFirst();
    assertEquals("its ticks before 20 are no longer in the journal", left.notChecked());
    assertEquals(30, left.ticks());
    assertEquals(new ReplayReport.Run(2, 30, 30, 30, null, null), report.runs().getLast());
    assertFalse(report.isUnchecked());
    assertTrue(report.holds());
  }

  private static void appendIfLate(Journal journal, Tick tick) {
    if (tick.number() >= 20) {
      journal.append(tick);
    }
  }

  /** Retention removes only the start of a journal. */
  @Test
  void shouldReportTheMissingBeginningOfALaterRun() {
    write(1, TICKS);
    try (Journal journal = journal(2)) {
      run(runner(1, tick -> appendUnless(journal, tick, 0)), TICKS);
    }
    ReplayReport report = replay(1);
    assertEquals("tick 0 is missing", report.runs().getLast().notChecked());
    assertFalse(report.holds());
  }

  @Test
  void shouldTellOfARunWhoseStagesAreNoLongerThere() {
    write(1, TICKS);
    write(2, TICKS);
    ReplayReport report =
        new Replayer(
                (header, sink) -> {
                  if (header.run() == 1) {
                    throw new ConfigException("no such stages");
                  }
                  return runner(1, sink);
                },
                2,
                ticks -> {})
            .replay(folder, run -> true);
    assertEquals(
        new ReplayReport.Run(1, TICKS, 0, 0, "no such stages", null), report.runs().get(0));
    assertEquals(TICKS, report.equal());
    assertNull(report.firstDivergence());
  }

  @Test
  void shouldExecuteOnlyTheRunAskedFor() {
    write(1, TICKS);
    write(2, TICKS + 1);
    ReplayReport report =
        new Replayer((header, sink) -> runner(1, sink), 2, ticks -> {})
            .replay(folder, run -> run == 2);
    assertEquals(
        List.of(new ReplayReport.Run(2, TICKS + 1, TICKS + 1, TICKS + 1, null, null)),
        report.runs());
  }

  @Test
  void shouldTellOfAForeignFileAndCompareAllTheSame() throws IOException {
    write(1, TICKS);
    Path foreign = Files.writeString(folder.resolve("foo.cq4"), "not ours");
    ReplayReport report = replay(1);
    assertEquals(TICKS, report.equal());
    assertNull(report.firstDivergence());
    assertEquals(
        List.of(new JournalCheck.Damage(foreign, 0, "not a file of the journal")),
        report.damages());
  }

  /** As with a copy of a file. */
  @Test
  void shouldExecuteOnceWhatIsThereTwice() throws IOException {
    write(1, TICKS);
    write(2, TICKS);
    Path file = position(0).file();
    Files.copy(file, folder.resolve("20200101F.cq4"));
    ReplayReport report = replay(1);
    assertEquals(
        List.of(
            new ReplayReport.Run(1, TICKS, TICKS, TICKS, null, null),
            new ReplayReport.Run(2, TICKS, TICKS, TICKS, null, null)),
        report.runs());
    for (int run = 1; run <= 2; run++) {
      String twice =
          "the ticks of run "
              + run
              + " are recorded twice, in 20200101F.cq4 and "
              + file.getFileName();
      assertTrue(
          report.damages().stream().anyMatch(damage -> damage.why().equals(twice)),
          report::toString);
    }
  }

  private static void appendUnless(Journal journal, Tick tick, long number) {
    if (tick.number() != number) {
      journal.append(tick);
    }
  }

  private ReplayReport replay(double factor) {
    return new Replayer((header, sink) -> runner(factor, sink), 2, ticks -> {})
        .replay(folder, run -> true);
  }

  private void write(long run, int ticks) {
    try (Journal journal = journal(run)) {
      run(runner(1, journal), ticks);
    }
  }

  private Journal journal(long run) {
    Journal journal = Journal.open(folder, SETTINGS, TickClock.system(), SHAPE);
    journal.begin(new RunHeader(run, run, 0, 100_000_000, SHAPE, "", "test", Map.of()));
    return journal;
  }

  private static void run(TickRunner runner, int ticks) {
    SplittableRandom random = new SplittableRandom(SEED);
    TickInput input = new TickInput(SHAPE);
    byte[] payload = new byte[8];
    for (long number = 0; number < ticks; number++) {
      input.control().field(random.nextDouble());
      input.parameter(0, random.nextDouble());
      input.parameter(1, random.nextDouble());
      random.nextBytes(payload);
      input.tokens().set(new UnsafeBuffer(payload), 0, 8);
      input.actions().set(new UnsafeBuffer(payload), 0, 5);
      runner.offer(number, number * 100, number * 100 + 1, 0, input);
    }
    runner.close();
  }

  private static ReplayRunner runner(double factor, TickSink sink) {
    List<Stage> stages = List.of(new Sum(factor), new After());
    return new TestRunner(stages, GRAPH, SHAPE, sink, KeyframeTaker.OFF);
  }

  private Position position(long tick) {
    try (JournalReader reader = new JournalReader(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.TICK && reader.tick().number() == tick) {
          return reader.position();
        }
      }
      throw new AssertionError("tick " + tick + " is not in the journal");
    }
  }

  private static void flip(Path file, long position) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(position);
      int old = access.read();
      access.seek(position);
      access.write(old ^ 0x10);
    }
  }

  /** A stage that sums its inputs, and fails now and then. */
  private static final class Sum implements Stage {
    private final double factor;
    private double sum;

    Sum(double factor) {
      this.factor = factor;
    }

    @Override
    public String name() {
      return "sum";
    }

    @Override
    public void open(StageContext context) {}

    @Override
    public void run(Tick tick) {
      TickInput input = tick.input();
      sum += factor * input.parameter(0) + input.control().field();
      tick.digest(0, Digest.mix(0, Double.doubleToLongBits(sum)));
      if (input.parameter(0) > FAILS_ABOVE) {
        throw new IllegalStateException("on purpose");
      }
      tick.outcome().number(SHAPE.result(ModelQuantities.ENERGY), sum);
      tick.intent().field(-sum);
    }
  }

  /** A stage without state. */
  private static final class After implements Stage {
    @Override
    public String name() {
      return "after";
    }

    @Override
    public void open(StageContext context) {}

    @Override
    public void run(Tick tick) {
      double energy = tick.outcome().number(ModelQuantities.ENERGY);
      tick.outcome().number(SHAPE.result(ModelQuantities.RISK), energy / 2);
    }
  }
}
