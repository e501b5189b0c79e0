package io.nfcs.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalCheck;
import io.nfcs.journal.JournalContents;
import io.nfcs.journal.JournalCut;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.Position;
import io.nfcs.pipeline.Rerun;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TuningReceipt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs journal}: inspects a journal. */
@Command(
    name = "journal",
    description = "Inspect a journal.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(stat | dump | verify | cut)")
final class JournalCommand {
  private static final int KIB = 1024;

  @Spec private CommandSpec spec;

  @Command(
      name = "stat",
      description = "Runs, ticks and bytes, and damage.",
      mixinStandardHelpOptions = true)
  int stat(
      @Parameters(paramLabel = "DIR", description = "Data or journal folder.") Path dir,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    JournalContents contents = JournalContents.of(Journal.existingFolder(dir));
    JournalCheck check = contents.check();
    if (json) {
      ObjectNode object = Json.of(check);
      ArrayNode runs = object.putArray("runs");
      contents.runs().forEach(run -> runs.add(json(run)));
      ArrayNode tried = object.putArray("receipts");
      contents.receipts().forEach(receipt -> tried.add(Receipts.json(receipt)));
      return print(Json.text(object));
    }
    TextTable table =
        new TextTable().row("run", "begun", "ticks", "keyframes", "version", "stages");
    StringBuilder resumed = new StringBuilder();
    for (JournalContents.Run run : contents.runs()) {
      table.row(cells(run));
      run.resumed().forEach(tick -> resumed.append(goesOn(run.header(), tick)).append('\n'));
    }
    StringBuilder tried = new StringBuilder();
    contents.receipts().forEach(receipt -> tried.append(Receipts.line(receipt)).append('\n'));
    return print(
        table
            + resumed.toString()
            + tried
            + String.format(
                Locale.ROOT, "%d records, %d KiB%n", check.records(), check.bytes() / KIB)
            + damages(check));
  }

  @Command(
      name = "dump",
      description = "Every intact record with its place in the files, and damage.",
      mixinStandardHelpOptions = true)
  int dump(
      @Parameters(paramLabel = "DIR", description = "Data or journal folder.") Path dir,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    if (!json) {
      read(dir, new TickLines(spec.commandLine().getOut()));
      return print(damages(JournalCheck.of(Journal.existingFolder(dir))));
    }
    ObjectNode object = Json.of(JournalCheck.of(Journal.existingFolder(dir)));
    read(
        dir,
        new TickObjects(
            object.putArray("runs"), object.putArray("ticks"), object.putArray("receipts")));
    return print(Json.text(object));
  }

  @Command(
      name = "verify",
      description = "Check every record; exit with 1 if any is damaged or a file is foreign.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(paramLabel = "DIR", description = "Data or journal folder.") Path dir,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    JournalCheck check = JournalCheck.of(Journal.existingFolder(dir));
    print(
        json
            ? Json.text(Json.of(check))
            : check.records()
                + " records, "
                + (check.isComplete() ? "all intact" : "but there is damage:\n" + damages(check)));
    return check.isComplete() ? ExitStatus.OK : ExitStatus.DOES_NOT_HOLD;
  }

  @Command(
      name = "cut",
      description =
          "Copy some ticks of a run into a journal of their own: from the last keyframe before them"
              + " on, with the keyframes and policies that they need.",
      mixinStandardHelpOptions = true)
  int cut(
      @Parameters(paramLabel = "DIR", description = "Data or journal folder.") Path dir,
      @Option(
              names = "--run",
              paramLabel = "R",
              description = "Number of the run, as in journal stat (default: the most recent).")
          @Nullable Long run,
      @Mixin WindowOptions window,
      @Option(
              names = "--out",
              paramLabel = "DIR2",
              required = true,
              description = "Data folder to create; it must not exist, or be empty.")
          Path out,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    long of = run == null ? Rerun.latestRun(dir) : run;
    Window asked = window.request().of(dir, of).getFirst();
    JournalCut cut =
        JournalCut.copy(Journal.existingFolder(dir), of, asked.from(), asked.to(), out);
    if (json) {
      return print(
          Json.text(
              Json.object()
                  .put("run", cut.run())
                  .put("from", cut.from())
                  .put("to", cut.to())
                  .put("keyframes", cut.keyframes())
                  .put("documents", cut.documents())
                  .put("out", out.toString())));
    }
    return print(
        String.format(
            Locale.ROOT,
            "ticks %d to %d of run %d, with %s and %s, are in %s",
            cut.from(),
            cut.to(),
            cut.run(),
            Counted.of(cut.keyframes(), "keyframe"),
            Counted.of(cut.documents(), "document"),
            out));
  }

  private static String damages(JournalCheck check) {
    StringBuilder text = new StringBuilder();
    for (JournalCheck.Damage damage : check.damages()) {
      text.append(damage).append('\n');
    }
    return text.toString();
  }

  /** Receiver of the records of a journal. */
  private interface Visitor {
    void run(RunHeader header);

    default void resumed(RunHeader header) {}

    void tick(RunHeader header, Tick tick, Position position);

    void receipt(TuningReceipt receipt);
  }

  private static void read(Path dir, Visitor visitor) {
    long run = -1;
    long first = 0;
    try (JournalReader reader = new JournalReader(Journal.existingFolder(dir))) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        boolean isRun = entry == Entry.RUN;
        if (isRun && (reader.run().run() != run || reader.run().firstTick() != first)) {
          if (reader.run().run() == run) {
            visitor.resumed(reader.run());
          } else {
            visitor.run(reader.run());
          }
          run = reader.run().run();
          first = reader.run().firstTick();
        } else if (entry == Entry.TICK && reader.damage() == null) {
          visitor.tick(reader.run(), reader.tick(), reader.position());
        } else if (entry == Entry.RECEIPT) {
          visitor.receipt(reader.receipt());
        }
      }
    }
  }

  private int print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text.stripTrailing());
    out.flush();
    return ExitStatus.OK;
  }

  private static String[] cells(JournalContents.Run run) {
    RunHeader header = run.header();
    return new String[] {
      Long.toString(header.run()),
      begun(header),
      Long.toString(run.ticks()),
      Integer.toString(run.keyframes()),
      header.codeVersion(),
      String.join(" ", header.shape().stages())
    };
  }

  private static ObjectNode json(JournalContents.Run run) {
    ObjectNode json = runJson(run.header());
    run.resumed().forEach(json.putArray("resumed_at")::add);
    return json.put("begun", begun(run.header()))
        .put("ticks", run.ticks())
        .put("keyframes", run.keyframes());
  }

  private static String goesOn(RunHeader header, long tick) {
    return "run " + header.run() + " continues with tick " + tick;
  }

  private static String begun(RunHeader header) {
    return Instant.ofEpochSecond(0, header.startEpochNanos()).toString();
  }

  /** Prints one line for each tick. */
  private record TickLines(PrintWriter out) implements Visitor {
    @Override
    public void run(RunHeader header) {
      out.printf("run %d, %s%n", header.run(), header.codeVersion());
    }

    @Override
    public void resumed(RunHeader header) {
      out.println(goesOn(header, header.firstTick()));
    }

    @Override
    public void tick(RunHeader header, Tick tick, Position position) {
      out.printf(
          Locale.ROOT,
          "tick %d  late %.1f us  took %.1f us  R %.6f  %s  %s:%d+%d%n",
          tick.number(),
          tick.latenessNanos(header.periodNanos()) / 1e3,
          tick.durationNanos() / 1e3,
          tick.outcome().number(ModelQuantities.ORDER_PARAMETER),
          Json.digest(tick.digest()),
          position.file().getFileName(),
          position.offset(),
          position.bytes());
    }

    @Override
    public void receipt(TuningReceipt receipt) {
      out.println(Receipts.line(receipt));
    }
  }

  /** Adds one JSON object for each tick. */
  private record TickObjects(ArrayNode runs, ArrayNode ticks, ArrayNode receipts)
      implements Visitor {
    @Override
    public void run(RunHeader header) {
      runs.add(runJson(header));
    }

    @Override
    public void tick(RunHeader header, Tick tick, Position position) {
      ticks.add(TickJson.of(header, tick, position));
    }

    @Override
    public void receipt(TuningReceipt receipt) {
      receipts.add(Receipts.json(receipt));
    }
  }

  private static ObjectNode runJson(RunHeader header) {
    ObjectNode json = Json.object();
    json.put("run", header.run());
    json.put("code_version", header.codeVersion());
    json.put("period_nanos", header.periodNanos());
    header.shape().stages().forEach(json.putArray("stages")::add);
    header.environment().forEach(json.putObject("environment")::put);
    json.put("config", header.config());
    return json;
  }
}
