package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.house.Sources;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.JournalSettings;
import io.nfcs.journal.Position;
import io.nfcs.tick.Document;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output of the commands for a journal that is damaged, old or incomplete. */
@Timeout(120)
class JournalCommandTest {
  private static final TickShape SHAPE = new TickShape(List.of("a"), List.of(), 8);
  private static final JournalSettings SETTINGS =
      new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);

  @TempDir Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldTellOfALostTailByEachCommand() throws IOException {
    write(1, 20);
    Position lost = position(15);
    zero(lost);
    write(2, 20);
    String where = lost.file() + " at " + (lost.offset() - 4) + ": only zeros; the records";
    assertEquals(ExitStatus.DOES_NOT_HOLD, execute("journal", "verify", data.toString()));
    assertTrue(text().startsWith("35 records, but there is damage:\n" + where), this::text);
    assertEquals(ExitStatus.OK, execute("journal", "stat", data.toString()));
    assertTrue(text().contains("35 records"), this::text);
    assertTrue(text().contains(where), this::text);
    assertEquals(ExitStatus.OK, execute("journal", "dump", data.toString()));
    assertEquals(35, text().lines().filter(line -> line.startsWith("tick ")).count());
    assertTrue(text().contains(where), this::text);
    for (String command : List.of("verify", "stat", "dump")) {
      execute("journal", command, data.toString(), "--json");
      JsonNode json = new ObjectMapper().readTree(text());
      assertEquals(35, json.at("/records").asLong(), command);
      assertEquals(1, json.at("/damages").size(), command);
      assertEquals(lost.file().toString(), json.at("/damages/0/file").asText(), command);
      assertEquals(lost.offset() - 4, json.at("/damages/0/position").asLong(), command);
      assertEquals(json.at("/damages/0"), json.at("/first_bad"), command);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "v4", "v5"})
  void shouldSayWhyAnOldJournalIsNotReplayed(String version) throws IOException {
    Path golden = Sources.ROOT.resolve("pipeline/src/test/resources/journal").resolve(version);
    try (Stream<Path> files = Files.list(golden)) {
      for (Path file : files.toList()) {
        Files.copy(file, data.resolve(file.getFileName()));
      }
    }
    assertEquals(ExitStatus.OK, execute("journal", "verify", data.toString()));
    assertEquals(ExitStatus.UNUSABLE, execute("replay", "--verify", data.toString()));
    assertTrue(text().contains("3 ticks not checked: run 1763900000000 was recorded"), this::text);
    assertEquals("", err.toString());
  }

  @Test
  void shouldNameTheRunsThereAreIfAskedForAnother() {
    write(1, 20);
    write(2, 3);
    assertEquals(ExitStatus.UNUSABLE, execute("replay", "--verify", data.toString(), "--run", "9"));
    assertEquals(
        "nfcs: "
            + Journal.folder(data)
            + " does not have run 9; allowed is 1 (20 ticks), 2 (3 ticks)",
        err.toString().strip());
  }

  @Test
  void shouldTellWhatOfAWindowIsNotInTheJournal() throws IOException {
    write(1, 20);
    execute("replay", "--verify", data.toString(), "--from", "25", "--to", "29", "--json");
    assertEquals(5, new ObjectMapper().readTree(text()).at("/not_there").asLong(), this::text);
  }

  @Test
  void shouldNotCallDamageADivergence() throws IOException {
    write(1, 20);
    zero(position(15));
    write(2, 20);
    assertEquals(ExitStatus.DOES_NOT_HOLD, execute("replay", "--verify", data.toString()));
    assertTrue(text().contains("the journal is damaged:"), this::text);
    assertTrue(text().contains(": only zeros; the records up to"), this::text);
    assertFalse(text().contains("divergence"), this::text);
    execute("replay", "--verify", data.toString(), "--json");
    JsonNode json = new ObjectMapper().readTree(text());
    assertTrue(json.at("/first_divergence").isNull(), this::text);
    assertEquals(1, json.at("/damages").size(), this::text);
    assertEquals(35, json.at("/not_compared").asLong(), this::text);
  }

  @Test
  void shouldNameAForeignFileThatStandsForAJournal() throws IOException {
    Path foreign = Files.writeString(data.resolve("foo.cq4"), "not ours");
    assertEquals(ExitStatus.UNUSABLE, execute("journal", "verify", data.toString()));
    assertTrue(
        text().contains("does not hold a journal, " + foreign + " is not a file of the journal;"),
        this::text);
  }

  @Test
  void shouldNameADocumentThatIsAlteredOrMissing() throws IOException {
    Document document = Document.of(Document.POLICIES, "some text");
    Path file = Journal.documents(Journal.folder(data)).resolve(document.fileName());
    TickShape shape = new TickShape(List.of("a"), List.of("a.policies"), 8);
    write(1, 20, shape, (double) document.number());
    Files.createDirectories(Journal.documents(Journal.folder(data)));
    Files.writeString(file, "some text");
    assertEquals(ExitStatus.OK, execute("journal", "verify", data.toString()));
    Files.writeString(file, "some Text");
    assertLost(
        file + " at 0: is altered", "run 1 cannot be executed since " + file + " is altered");
    Files.delete(file);
    assertLost(
        file + " at 0: is missing", "run 1 cannot be executed since " + file + " is missing");
  }

  private void assertLost(String verified, String benched) {
    assertEquals(ExitStatus.DOES_NOT_HOLD, execute("journal", "verify", data.toString()));
    assertTrue(text().contains("20 records, but there is damage:\n" + verified), this::text);
    assertEquals(ExitStatus.DOES_NOT_HOLD, execute("replay", "--verify", data.toString()));
    assertTrue(
        text().contains("20 ticks not checked: " + benched.replace("run 1", "it")), this::text);
    assertFalse(text().contains("divergence"), this::text);
    assertEquals(ExitStatus.DOES_NOT_HOLD, execute("replay", "--bench", data.toString()));
    assertEquals(benched, out.toString().strip());
  }

  private int execute(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return NfcsCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String text() {
    return out + err.toString();
  }

  private void write(long run, int ticks) {
    write(run, ticks, SHAPE, 0);
  }

  private void write(long run, int ticks, TickShape shape, double parameter) {
    try (Journal journal =
        Journal.open(Journal.folder(data), SETTINGS, TickClock.system(), shape)) {
      journal.begin(new RunHeader(run, run, 0, 100_000_000, shape, "", "test", Map.of()));
      Tick tick = new Tick(shape);
      for (long number = 0; number < ticks; number++) {
        tick.begin(number, number, number, 0);
        if (parameter != 0) {
          tick.input().parameter(0, parameter);
        }
        journal.append(tick);
      }
    }
  }

  private Position position(long tick) {
    try (JournalReader reader = new JournalReader(Journal.folder(data))) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.TICK && reader.tick().number() == tick) {
          return reader.position();
        }
      }
      throw new AssertionError("tick " + tick + " is not in the journal");
    }
  }

  private static void zero(Position from) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(from.file().toFile(), "rw")) {
      long word = from.offset() - 4;
      file.seek(word);
      file.write(new byte[(int) (file.length() - word)]);
    }
  }
}
