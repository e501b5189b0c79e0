package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalledRun;
import io.nfcs.journal.Keyframes;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ticks of a recorded run, to be executed again any number of times with their present durations:
 * the subject of a replay benchmark.
 *
 * <p>Every pass begins on fresh stages at the first tick of the run or the keyframe before each
 * window, and compares each tick's digest with the journal. The ticks before the window are
 * executed at full speed and not measured. Nothing is journalled or stored.
 *
 * <p><b>Units.</b> Nanoseconds. <b>Threads.</b> One; a pass at the recorded pace has those of the
 * ring besides. <b>Fails</b> with a {@link ConfigException} if the journal has no such run or
 * cannot be entered before these ticks, with a {@link LostDocumentException} if a document of them
 * is lost.
 */
public final class Rerun {
  /** Time from the opening of the stages to the first tick of a pass. */
  private static final long START_DELAY_NANOS = 20_000_000;

  private final Path folder;
  private final RunPlan plan;
  private final RunHeader header;
  private final List<RecordedTicks> parts;
  private final int ticks;
  private final TickClock clock = TickClock.system();

  private Rerun(Path folder, RunPlan plan, RunHeader header, List<RecordedTicks> parts) {
    this.folder = folder;
    this.plan = plan;
    this.header = header;
    this.parts = parts;
    ticks = parts.stream().mapToInt(RecordedTicks::measured).sum();
  }

  /** Receiver of the measured ticks of a pass. */
  @FunctionalInterface
  public interface MeasuredTicks {
    /**
     * Receives a tick whose stages are done, on the thread that commits ticks; one call at a time,
     * in order, and all of them happen before the pass returns.
     *
     * <p>An exception is not passed on, since the commit of a tick survives those of its sink.
     *
     * @param index of the tick in the pass, from 0
     * @param tick borrowed until the call returns
     */
    void add(int index, Tick tick);
  }

  /**
   * Reads recorded ticks.
   *
   * @param dir data folder of a run, or its journal's folder
   * @param run number of the run
   * @param changes override the recorded configuration of the run
   * @param windows as returned by {@link #windows}
   */
  public static Rerun of(Path dir, long run, NfcsConfig changes, List<Window> windows) {
    Path folder = Journal.existingFolder(dir);
    List<RecordedTicks> parts = read(folder, run, windows);
    RunHeader header = parts.getFirst().header();
    NfcsConfig config =
        NfcsConfig.parse("header of run " + header.run(), header.config()).overlay(changes);
    RunPlan plan = RunPlan.of(config);
    // refuses stages other than those of the run
    try (ThrowawayStages stages =
        ThrowawayStages.rerun(plan, header, tick -> {}, folder, Pace.FAST)) {
      for (RecordedTicks part : parts) {
        enter(stages, folder, part);
      }
    }
    return new Rerun(folder, plan, header, parts);
  }

  /**
   * Returns the available part of the windows, up to a number of ticks.
   *
   * @param wanted requested windows; empty for the first ticks of the run, or if they are gone, the
   *     last
   * @param limit most ticks of all windows
   * @throws ConfigException if no ticks are available
   * @throws LostDocumentException if a document of them is lost
   */
  public static List<Window> windows(Path dir, long run, List<Window> wanted, int limit) {
    Path folder = Journal.existingFolder(dir);
    List<Window> windows = new ArrayList<>();
    long left = limit;
    for (Window window : wanted.isEmpty() ? List.of(usual(folder, run, limit)) : wanted) {
      if (left > 0) {
        boolean isLonger = window.to() - window.from() >= left;
        long to = isLonger ? window.from() + left - 1 : window.to();
        RecordedTicks part = RecordedTicks.read(folder, run, new Window(window.from(), to));
        windows.add(part.window());
        left -= part.window().ticks();
      }
    }
    return windows;
  }

  private static Window usual(Path folder, long run, int limit) {
    JournalledRun named = JournalledRun.named(folder, run);
    if (named.fromStart() > 0) {
      return new Window(0, Math.min(limit, named.fromStart()) - 1);
    }
    NavigableSet<Long> entries = new Keyframes(folder).ticks(run);
    Long entry = entries.floor(named.last());
    if (entry == null) {
      throw new ConfigException(
          folder + " holds neither the first tick nor a keyframe of run " + run);
    }
    Long first = entries.ceiling(named.last() - limit + 1);
    return new Window(first == null ? entry : Math.min(first, entry), named.last());
  }

  private static List<RecordedTicks> read(Path folder, long run, List<Window> windows) {
    return windows.stream().map(window -> RecordedTicks.read(folder, run, window)).toList();
  }

  /** Returns the identity of the latest run of a journal. */
  public static long latestRun(Path dir) {
    Path folder = Journal.existingFolder(dir);
    try (JournalReader reader = new JournalReader(folder)) {
      RunHeader header = reader.latestRun();
      if (header == null) {
        throw new ConfigException(folder + ": the journal does not hold a run");
      }
      return header.run();
    }
  }

  /** Returns the identity of the run with the most ticks that can be executed again. */
  public static long longestRun(Path dir) {
    return JournalledRun.longest(Journal.existingFolder(dir)).run();
  }

  /** Returns the header of the recorded run. */
  public RunHeader header() {
    return header;
  }

  /** Returns the environment of this process, in the format of a run header. */
  public static Map<String, String> environment() {
    return Environment.fingerprint();
  }

  /** Returns the number of measured ticks of a pass. */
  public int ticks() {
    return ticks;
  }

  /**
   * Executes all ticks once. May be called again; each pass opens and closes stages of its own.
   *
   * @param pace pace of the ticks
   * @return the first tick that differs from its record, {@code null} if none does
   */
  public @Nullable Divergence pass(Pace pace, MeasuredTicks measured) {
    Divergence first = null;
    int base = 0;
    for (RecordedTicks part : parts) {
      Divergence divergence = pass(pace, part, base, measured);
      first = first == null ? divergence : first;
      base += part.measured();
    }
    return first;
  }

  private @Nullable Divergence pass(
      Pace pace, RecordedTicks part, int base, MeasuredTicks measured) {
    Compared compared = new Compared(part, base, measured);
    try (JournalReader reader = new JournalReader(folder);
        ThrowawayStages stages = ThrowawayStages.rerun(plan, header, compared, folder, pace)) {
      enter(stages, folder, part);
      if (!reader.moveTo(part.index(), part.header())) {
        throw gone(part.entry());
      }
      DeadlineWaiter waiter =
          new DeadlineWaiter(
              clock, TimeUnit.MICROSECONDS.toNanos(plan.orchestrator().spinWindowMicros()));
      long startNanos = 0;
      for (long number = part.entry(); number <= part.window().to(); number++) {
        Tick recorded = next(reader, number);
        long now = clock.nanoTime();
        if (number == part.window().from()) {
          startNanos = now + START_DELAY_NANOS;
        }
        long due = now;
        if (pace == Pace.RECORDED && number >= part.window().from()) {
          due = startNanos + part.sinceFirstNanos(number);
          now = waiter.await(due);
        }
        while (!stages.offer(number, due, now, recorded.missedBefore(), recorded.input())) {
          clock.spin();
        }
      }
    }
    return compared.first;
  }

  private static void enter(ThrowawayStages stages, Path folder, RecordedTicks part) {
    if (part.entry() == 0) {
      return;
    }
    try {
      stages.restore(new Keyframes(folder).read(part.header().run(), part.entry()));
    } catch (IOException damaged) {
      throw new ConfigException(
          new Keyframes(folder).file(part.header().run(), part.entry())
              + ": "
              + damaged.getMessage());
    }
  }

  private Tick next(JournalReader reader, long number) {
    if (!reader.nextTick() || reader.tick().number() != number) {
      throw gone(number);
    }
    return reader.tick();
  }

  private ConfigException gone(long number) {
    return new ConfigException(folder + ": tick " + number + " is no longer in the journal");
  }

  /**
   * Compares each tick with its record; the stages' thread writes, the end of the pass orders the
   * memory.
   */
  private final class Compared implements TickSink {
    private final RecordedTicks part;
    private final int base;
    private final MeasuredTicks measured;
    private volatile @Nullable Divergence first;

    Compared(RecordedTicks part, int base, MeasuredTicks measured) {
      this.part = part;
      this.base = base;
      this.measured = measured;
    }

    @Override
    public void append(Tick tick) {
      tick.commitNanos(clock.nanoTime());
      if (first == null && tick.digest() != part.digest(tick.number())) {
        first = new Divergence(header.run(), tick.number(), "digest");
      }
      long index = tick.number() - part.window().from();
      if (index >= 0) {
        measured.add(base + (int) index, tick);
      }
    }
  }
}
