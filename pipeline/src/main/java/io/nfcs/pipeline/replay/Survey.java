package io.nfcs.pipeline.replay;

import io.nfcs.journal.JournalCheck.Damage;
import io.nfcs.journal.JournalDocuments;
import io.nfcs.journal.JournalInspector;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.Keyframes;
import io.nfcs.journal.Position;
import io.nfcs.tick.RunHeader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A survey of a journal: finds the pieces that can be executed, each as soon as its end is known.
 *
 * <p><b>Threads.</b> One. <b>Fails.</b> Damage is reported, not thrown.
 */
final class Survey {
  private final LongPredicate wanted;
  private final List<Window> windows;
  private final KeyframeProbe probe;
  private final Consumer<Piece> found;
  private final Keyframes keyframes;
  private final JournalDocuments documents;
  private final JournalInspector inspector;
  private final List<RunJudgement> judgements = new ArrayList<>();
  private final Set<Long> begun = new HashSet<>();
  private final List<Damage> gaps = new ArrayList<>();
  private @Nullable RunPieces current;
  private boolean isLater;
  private @Nullable Damage damage;

  /** Check whether the stages of a run accept its keyframes. */
  @FunctionalInterface
  interface KeyframeProbe {
    boolean takes(RunHeader header, long tick);
  }

  /**
   * Creates a survey of the journal in a folder.
   *
   * @param wanted filter of runs
   * @param windows ticks of them; empty for all
   * @param found receives each piece
   */
  Survey(
      Path folder,
      LongPredicate wanted,
      List<Window> windows,
      KeyframeProbe probe,
      Consumer<Piece> found) {
    this.wanted = wanted;
    this.windows = windows;
    this.probe = probe;
    this.found = found;
    keyframes = new Keyframes(folder);
    documents = new JournalDocuments(folder);
    inspector = new JournalInspector(folder);
  }

  /** Goes through the whole journal. */
  void all(JournalReader reader) {
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      add(reader, entry);
    }
    endRun();
  }

  /**
   * Goes through a part of a run.
   *
   * @param reader stands before tick {@code from}
   * @param from tick to begin with: the first of the run, or one that a keyframe stands before
   */
  void part(JournalReader reader, RunHeader header, long from) {
    begin(header, from);
    long last = windows.getLast().to();
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      boolean isOfRun = entry != Entry.TICK || reader.run().run() == header.run();
      // the number of a damaged tick is unreliable
      boolean isBehind =
          entry == Entry.TICK && reader.damage() == null && reader.tick().number() > last;
      if (!isOfRun || isBehind) {
        break;
      }
      add(reader, entry);
    }
    endRun();
  }

  /** Returns the judgement of each run, in the order of the journal. */
  List<RunJudgement> judgements() {
    return judgements;
  }

  /** Returns the damages of the surveyed part of the journal. */
  List<Damage> damages() {
    List<Damage> all = new ArrayList<>(inspector.check().damages());
    all.addAll(gaps);
    return all;
  }

  private void add(JournalReader reader, Entry entry) {
    inspector.add(reader, entry);
    String why = reader.damage();
    if (why != null) {
      Position at = reader.position();
      damage = new Damage(at.file(), at.offset(), why);
    }
    if (entry == Entry.RUN) {
      begin(reader.run(), 0);
    } else if (entry == Entry.TICK
        && current != null
        && current.header.run() == reader.run().run()) {
      current.take(reader, why == null);
    }
  }

  /**
   * Begins a run, from a header that has not been seen before: a repeated one belongs to a copy.
   */
  private void begin(RunHeader header, long from) {
    if (current != null && current.header.run() == header.run()) {
      return;
    }
    endRun();
    if (wanted.test(header.run()) && begun.add(header.run())) {
      current = new RunPieces(header, from);
    }
    isLater = true;
  }

  private void endRun() {
    if (current != null) {
      current.end();
      current = null;
    }
  }

  /** The pieces of a run. */
  private final class RunPieces {
    private final RunHeader header;
    private final RunJudgement judgement;
    private final Set<Long> starts;

    /**
     * Whether retention cannot have removed its beginning: it can only for the first run of a
     * journal.
     */
    private final boolean isWhole;

    private long expected;
    private long first;
    private long count;
    private long index;
    private boolean isAtKeyframe;
    private @Nullable String stopped;

    RunPieces(RunHeader header, long from) {
      this.header = header;
      isWhole = isLater || damage != null;
      expected = from;
      judgement = new RunJudgement(header.run(), windows);
      judgements.add(judgement);
      starts = starts();
      stopped = "no keyframe stands before its tick " + from;
    }

    /**
     * Returns the intact keyframes of a run, if its stages accept them; damaged ones are reported.
     */
    private Set<Long> starts() {
      Set<Long> ticks = new HashSet<>();
      for (long tick : keyframes.ticks(header.run()).tailSet(expected, true)) {
        if (isWanted(tick) && isIntact(tick)) {
          ticks.add(tick);
        }
      }
      return ticks.isEmpty() || probe.takes(header, ticks.iterator().next()) ? ticks : Set.of();
    }

    private boolean isIntact(long tick) {
      Damage wrong = keyframes.damage(header.run(), tick);
      if (wrong != null) {
        gaps.add(wrong);
      }
      return wrong == null;
    }

    private boolean isWanted(long tick) {
      return windows.isEmpty() || tick <= windows.getLast().to();
    }

    /**
     * Takes a tick. The number of a damaged tick may be wrong, so it counts only where it was
     * expected; a repeated tick is a copy.
     */
    void take(JournalReader reader, boolean isIntact) {
      long number = reader.tick().number();
      boolean isNext = number == expected;
      if (isIntact ? number < expected : !isNext) {
        return;
      }
      judgement.found(number);
      JournalDocuments.Lost lost = documents.lost(header, reader.tick());
      if (!isNext) {
        stop(gap(number, reader.position()));
      }
      expected = number + 1;
      if (lost != null) {
        stop("it cannot be executed since " + lost);
      } else if (isIntact && starts.contains(number)) {
        endPiece(true, null);
        start(number, reader.index(), true);
      } else if (number == 0) {
        start(0, reader.index(), false);
      }
      if (stopped != null) {
        judgement.notChecked(number, stopped);
        return;
      }
      count++;
      if (isIntact) {
        damage = null;
      } else {
        endPiece(false, "damaged");
        stopped = "tick " + number + " is damaged, " + damage;
      }
    }

    void end() {
      endPiece(starts.contains(expected), null);
    }

    private void start(long tick, long at, boolean isRestored) {
      first = tick;
      index = at;
      isAtKeyframe = isRestored;
      stopped = null;
    }

    private void stop(String why) {
      endPiece(false, null);
      stopped = why;
    }

    private void endPiece(boolean isAtSeam, @Nullable String wrong) {
      if (stopped == null && count > 0) {
        Piece piece =
            new Piece(judgement, header, index, first, count, isAtKeyframe, isAtSeam, wrong);
        if (isInWindow(piece)) {
          found.accept(piece);
        }
      }
      count = 0;
    }

    private boolean isInWindow(Piece piece) {
      return windows.isEmpty()
          || windows.stream()
              .anyMatch(window -> window.from() < piece.end() && window.to() >= piece.first());
    }

    /** Returns the reason why no tick after a gap can be executed. */
    private String gap(long number, Position at) {
      if (expected == 0 && !isWhole && damage == null) {
        return "its ticks before " + number + " are no longer in the journal";
      }
      String what =
          number == expected + 1
              ? "tick " + expected + " is missing"
              : "ticks " + expected + " to " + (number - 1) + " are missing";
      if (damage != null) {
        return what + ", " + damage;
      }
      gaps.add(
          new Damage(at.file(), at.offset(), what + " before this one of run " + header.run()));
      return what;
    }
  }
}
