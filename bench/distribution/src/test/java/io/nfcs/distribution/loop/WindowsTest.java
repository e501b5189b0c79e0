package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalCheck;
import io.nfcs.journal.JournalCut;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.JournalSettings;
import io.nfcs.journal.Keyframe;
import io.nfcs.journal.Keyframes;
import io.nfcs.journal.Position;
import io.nfcs.journal.Retention;
import io.nfcs.journal.TickTarget;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.Pace;
import io.nfcs.pipeline.Rerun;
import io.nfcs.pipeline.SimulatedRun;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.pipeline.replay.WindowRequest;
import io.nfcs.tick.RunHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten minutes of a simulated run of the default graph, entered at its keyframes. */
@Timeout(180)
class WindowsTest {
  private static final int TICKS = 6000;
  private static final int EVERY = 500;
  private static final Instant BEGIN = Instant.parse("2031-05-06T23:56:30Z");

  private static final NfcsConfig CONFIG =
      NfcsConfig.parse(
          "test",
          "{journal: {roll: minutely, keyframe_ticks: "
              + EVERY
              + "}, orchestrator: {hz: 10}, cgl: {nx: 16, ny: 16}, pipeline: {payload_bytes: 256},"
              + " run: {ticks: "
              + TICKS
              + ", drive: [{parameter: kuramoto.coupling, base: 1, amplitude: 1,"
              + " rate: 0.01}]}}");

  @TempDir Path dir;
  private RunHeader header;
  private Path journal;
  private Keyframes keyframes;

  @BeforeEach
  void run() throws InterruptedException {
    header = SimulatedRun.run(dir, CONFIG, BEGIN);
    journal = Journal.folder(dir);
    keyframes = new Keyframes(journal);
  }

  @Test
  void shouldBeginEachFileAtAKeyframe() {
    List<Long> firsts = firstTicks();
    assertTrue(firsts.size() > 9, firsts::toString);
    for (long first : firsts) {
      assertTrue(first == 0 || keyframes.isIntact(header.run(), first), firsts::toString);
    }
    for (long tick = EVERY; tick <= TICKS; tick += EVERY) {
      assertTrue(keyframes.isIntact(header.run(), tick), "keyframe " + tick);
    }
  }

  @Test
  void shouldVerifyWhateverRetentionLeaves() throws IOException {
    long bytes = bytes(journal);
    List<Long> firsts = firstTicks();
    retain(bytes / 2);
    long left = bytes(journal);
    assertTrue(left <= bytes / 2 && left > bytes / 3, left + " of " + bytes);
    List<Long> firstsLeft = firstTicks();
    assertTrue(firstsLeft.size() < firsts.size(), firstsLeft::toString);
    assertEquals(firstsLeft.getFirst(), keyframes.ticks(header.run()).getFirst());
    ReplayReport report = Nfcs.replay(dir, ticks -> {});
    assertTrue(report.holds(), report::toString);
    assertEquals(TICKS - firstsLeft.getFirst(), report.equal());
    assertEquals(0, report.notCompared());
    assertTrue(JournalCheck.of(journal).isComplete());
    Window half = new Window(firstsLeft.getFirst() - 10, firstsLeft.getFirst() + 9);
    ReplayReport partly = Nfcs.replay(dir, header.run(), List.of(half), ticks -> {});
    assertEquals(10, partly.equal());
    assertEquals(10, partly.notThere());
  }

  @Test
  void shouldExecuteNoMoreThanAWindow() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20; i++) {
      long from = random.nextLong(TICKS);
      long to = random.nextLong(from, TICKS);
      List<Long> executed = new ArrayList<>();
      Window window = new Window(from, to);
      ReplayReport report = Nfcs.replay(dir, header.run(), List.of(window), executed::add);
      assertTrue(report.holds(), report::toString);
      assertEquals(window.ticks(), report.ticks(), window::toString);
      assertEquals(window.ticks(), report.equal(), window::toString);
      assertTrue(executed.size() < window.ticks() + EVERY, executed.size() + " for " + window);
    }
  }

  @Test
  void shouldFindTicksByTheirTime() {
    assertEquals(List.of(new Window(0, 0)), windows("2031-05-06T23:56:30Z", "23:56:30.1", null));
    // the first tick is due some time after the begin of the run
    Window first = windows("23:57", "23:57:59.999", null).getFirst();
    assertEquals(600, first.ticks());
    assertTrue(Math.abs(first.from() - 296) <= 4, first::toString);
    Window nextDay = windows("00:00", "2031-05-07T00:00:09.999", null).getFirst();
    assertEquals(first.from() + 1800, nextDay.from());
    assertEquals(100, nextDay.ticks());
    assertEquals(Long.MAX_VALUE, windows("00:01", null, null).getFirst().to());
    assertThrows(ConfigException.class, () -> windows("2031-05-07T02:00:00Z", null, null));
    assertThrows(ConfigException.class, () -> windows(null, "2031-05-06T02:00:00Z", null));
    // the run began on the day before
    assertEquals(0, windows("23:56", null, null).getFirst().from());
    assertEquals(0, windows("12:00", null, null).getFirst().from());
    assertThrows(ConfigException.class, () -> windows(null, "12:00", null));
    for (String wrong : List.of("", "-1", "25:00", "yesterday", "99999999999999999999")) {
      ConfigException refused =
          assertThrows(ConfigException.class, () -> windows(wrong, null, null), wrong);
      assertTrue(String.valueOf(refused.getMessage()).startsWith("--from: " + wrong + " is"));
    }
    ConfigException turned = assertThrows(ConfigException.class, () -> windows("20", "10", null));
    assertTrue(String.valueOf(turned.getMessage()).contains("--to"));
  }

  @Test
  void shouldFindTheLatestTicks() {
    List<Window> windows = windows(null, null, 3);
    assertTrue(windows.size() <= 3 && !windows.isEmpty(), windows::toString);
    ReplayReport report = Nfcs.replay(dir, header.run(), windows, ticks -> {});
    assertTrue(report.holds(), report::toString);
    assertEquals(0, report.notThere());
    Window near = windows("5900", "5910", 1).getFirst();
    assertTrue(near.from() >= 5900 && near.to() <= 5910, near::toString);
    List<Long> latest = new ArrayList<>();
    try (JournalReader reader = new JournalReader(journal)) {
      List<long[]> all = new ArrayList<>();
      reader.ticks(
          tick -> all.add(new long[] {tick.latenessNanos(header.periodNanos()), tick.number()}));
      all.sort((one, other) -> Long.compare(other[0], one[0]));
      all.subList(0, 3).forEach(each -> latest.add(each[1]));
    }
    for (long tick : latest) {
      assertTrue(windows.stream().anyMatch(window -> window.contains(tick)), windows::toString);
    }
  }

  /** Its number says nothing, so it must not end the search for others. */
  @Test
  void shouldReadOnBehindATickWithADamagedNumber() throws IOException {
    long damaged = 2310;
    Position at;
    List<long[]> all = new ArrayList<>();
    try (JournalReader reader = new JournalReader(journal)) {
      reader.ticks(
          tick -> all.add(new long[] {tick.latenessNanos(header.periodNanos()), tick.number()}));
      assertTrue(reader.seek(header.run(), TickTarget.number(damaged)) && reader.nextTick());
      at = reader.position();
    }
    byte[] file = Files.readAllBytes(at.file());
    ByteBuffer record =
        ByteBuffer.wrap(file, (int) at.offset(), at.bytes()).slice().order(ByteOrder.LITTLE_ENDIAN);
    int number = 0;
    while (record.getLong(number) != damaged) {
      number++;
    }
    record.put(number + 5, (byte) 1);
    Files.write(at.file(), file);
    Window around = new Window(damaged - 5, damaged + 5);
    ReplayReport report = Nfcs.replay(dir, header.run(), List.of(around), ticks -> {});
    assertFalse(report.holds(), report::toString);
    assertFalse(report.damages().isEmpty(), report::toString);
    long latest =
        all.stream()
            .filter(tick -> tick[1] >= damaged - 10 && tick[1] != damaged)
            .max(Comparator.comparingLong(tick -> tick[0]))
            .orElseThrow()[1];
    Window worst = windows(Long.toString(damaged - 10), null, 1).getFirst();
    assertTrue(worst.contains(latest), () -> latest + " in " + worst);
  }

  @Test
  void shouldCutUpToADamagedHeader(@TempDir Path out) throws IOException {
    long first = firstTicks().get(3);
    Position at = null;
    try (JournalReader reader = new JournalReader(journal)) {
      assertTrue(reader.seek(header.run(), TickTarget.number(first - 1)) && reader.nextTick());
      while (at == null) {
        at = reader.next() == Entry.RUN ? reader.position() : null;
      }
    }
    byte[] file = Files.readAllBytes(at.file());
    file[(int) at.offset() + at.bytes() / 2] ^= 1;
    Files.write(at.file(), file);
    assertEquals(
        first - 1, JournalCut.copy(journal, header.run(), first - 10, first + 10, out).to());
    Path nothing = out.resolve("nothing");
    assertThrows(
        ConfigException.class,
        () -> JournalCut.copy(journal, header.run(), first + 1, first + 10, nothing));
    assertFalse(Files.exists(Journal.folder(nothing)));
  }

  @Test
  void shouldSeeAStateThatIsNotThatOfTheRun() throws IOException {
    Keyframe right = keyframes.read(header.run(), 2L * EVERY);
    List<byte[]> states = new ArrayList<>();
    right.states().forEach(state -> states.add(state.clone()));
    int field = right.stages().indexOf("cgl");
    // a bit of the mantissa of a number of the field, of a weight that its snapshot shows
    states.get(field)[states.get(field).length / 32 * 8 + 5] ^= 1;
    keyframes.write(new Keyframe(right.run(), right.tick(), right.stages(), states));
    ReplayReport report = Nfcs.replay(dir, ticks -> {});
    assertFalse(report.holds());
    ReplayReport.Divergence first = report.firstDivergence();
    assertNotNull(first);
    assertEquals(2L * EVERY - 1, first.tick());
    assertEquals("state of cgl in the keyframe after it", first.what());
    assertTrue(report.equal() < TICKS, report::toString);
    assertTrue(report.equal() >= TICKS - EVERY, report::toString);
  }

  @Test
  void shouldGoOnFromAnEarlierKeyframeIfOneIsDamaged() throws IOException {
    Path file = keyframes.file(header.run(), 3L * EVERY);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    ReplayReport report = Nfcs.replay(dir, ticks -> {});
    assertNull(report.firstDivergence());
    assertEquals(TICKS, report.equal());
    String why = "checksum of the keyframe does not match";
    assertEquals(List.of(new JournalCheck.Damage(file, 0, why)), report.damages());
    Window window = new Window(3L * EVERY + 10, 3L * EVERY + 20);
    assertEquals(11, Nfcs.replay(dir, header.run(), List.of(window), ticks -> {}).equal());
    JournalCheck.Damage bad = JournalCheck.of(journal).firstBad();
    assertNotNull(bad);
    assertEquals(file, bad.file());
    assertEquals(why, bad.why());
  }

  @Test
  void shouldCutAWindowOutThatVerifiesByItself(@TempDir Path out) throws IOException {
    JournalCut cut = JournalCut.copy(journal, header.run(), 2345, 2600, out);
    // a file may begin, and a keyframe be there, at any tick
    long from = keyframes.entry(header.run(), 2345);
    long keyframesIn = keyframes.ticks(header.run()).subSet(from, true, 2601L, true).size();
    assertEquals(new JournalCut(header.run(), from, 2600, (int) keyframesIn, 1), cut);
    assertTrue(2000 <= from && from <= 2345, cut::toString);
    assertTrue(JournalCheck.of(Journal.folder(out)).isComplete());
    ReplayReport report = Nfcs.replay(out, ticks -> {});
    assertTrue(report.holds(), report::toString);
    assertEquals(2601 - from, report.equal());
    assertEquals(
        List.of(new Window(2345, 2600)), Rerun.windows(out, header.run(), asked(2345), 999));
    Rerun rerun =
        Rerun.of(out, header.run(), NfcsConfig.parse("none", ""), List.of(new Window(2345, 2600)));
    List<Integer> measured = new ArrayList<>();
    assertNull(rerun.pass(Pace.FAST, (index, tick) -> measured.add(index)));
    assertEquals(IntStream.range(0, 256).boxed().toList(), measured);
    Path nothing = out.resolve("nothing");
    ConfigException after =
        assertThrows(
            ConfigException.class,
            () -> JournalCut.copy(journal, header.run(), TICKS, TICKS + 1, nothing));
    assertTrue(String.valueOf(after.getMessage()).contains("is after"), after::toString);
    assertFalse(Files.exists(nothing));
    ConfigException full =
        assertThrows(
            ConfigException.class, () -> JournalCut.copy(journal, header.run(), 1, 2, out));
    assertTrue(String.valueOf(full.getMessage()).contains("is not empty"));
  }

  /** Its states would be missing, and what is executed from a keyframe would not be the run. */
  @Test
  void shouldHaveNoKeyframesWithAStageThatDoesNotSaveItsState(@TempDir Path other)
      throws InterruptedException {
    NfcsConfig config = CONFIG.with("pipeline.stages", "{heat: []}").with("run.drive", "[]");
    RunHeader run = SimulatedRun.run(other, config);
    assertEquals(Set.of(), new Keyframes(Journal.folder(other)).ticks(run.run()));
    Window window = new Window(5000, 5009);
    List<Long> executed = new ArrayList<>();
    ReplayReport report = Nfcs.replay(other, run.run(), List.of(window), executed::add);
    assertEquals(10, report.equal());
    assertEquals(5010, executed.size());
  }

  /** It ends at noon, so a time in the afternoon is after it, not on the day before. */
  @Test
  void shouldTakeATimeOfDayOnTheDayOfTheRun(@TempDir Path other) throws InterruptedException {
    NfcsConfig config = CONFIG.with("run.ticks", "100");
    RunHeader noon = SimulatedRun.run(other, config, Instant.parse("2031-05-06T12:00:00Z"));
    assertEquals(
        Long.MAX_VALUE,
        new WindowRequest(null, "14:00", null).of(other, noon.run()).getFirst().to());
    ConfigException late =
        assertThrows(
            ConfigException.class,
            () -> new WindowRequest("14:00", null, null).of(other, noon.run()));
    assertTrue(String.valueOf(late.getMessage()).contains("after the last tick"), late::toString);
    ConfigException unknown =
        assertThrows(ConfigException.class, () -> new WindowRequest("3", null, null).of(other, 12));
    assertTrue(
        String.valueOf(unknown.getMessage()).startsWith("--run: 12 is not"), unknown::toString);
  }

  private List<Window> asked(long from) {
    return List.of(new Window(from, Long.MAX_VALUE));
  }

  private List<Window> windows(
      @Nullable String from, @Nullable String to, @Nullable Integer worst) {
    return new WindowRequest(from, to, worst).of(dir, header.run());
  }

  /** Returns the first tick of each file, found by reading all of it. */
  private List<Long> firstTicks() {
    List<Long> firsts = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    try (JournalReader reader = new JournalReader(journal)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.TICK && !files.contains(reader.position().file())) {
          files.add(reader.position().file());
          firsts.add(reader.tick().number());
        }
      }
    }
    return firsts;
  }

  private void retain(long maxBytes) {
    JournalSettings settings =
        new JournalSettings(JournalSettings.Roll.MINUTELY, 1 << 20, maxBytes, 0, EVERY);
    Retention retention = new Retention(journal, settings, Clock.systemUTC());
    try (JournalReader reader = new JournalReader(journal)) {
      while (reader.next() != Entry.END) {
        retention.apply(reader);
      }
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(folder.resolve("documents")))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
