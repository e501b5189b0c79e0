package io.nfcs.pipeline.replay;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.Keyframes;
import io.nfcs.journal.TickTarget;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.TickSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * A replayer of a journal: executes its inputs again, run by run, and compares every tick's digests
 * with those journalled.
 *
 * <p>Each run starts again from its header's configuration or from any of its keyframes, so that
 * its pieces between them are executed in parallel; at the end of each, the state is compared with
 * the next keyframe. Every run is judged by itself; the times are the journal's and decide nothing.
 * Ticks with neither the start of their run nor a keyframe before them, and runs of stages that no
 * longer exist, cannot be executed: both are reported, and do not count as divergence. Neither does
 * damage: after a tick that is lost or has lost documents, nothing is executed up to the next
 * keyframe.
 *
 * <p><b>Threads.</b> The caller's, which surveys the journal, and its own, {@code nfcs-replay-},
 * each with a reader and stages of its own, until the replay is done. A queue hands the pieces
 * over; the end of the workers orders their judgements before the report. One replay at a time.
 * <b>Fails.</b> Damage is reported, not thrown.
 */
public final class Replayer {
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("nfcs-replay-", 0).factory();

  private final RunOpener opener;
  private final int threads;
  private final LongConsumer progress;
  private long executed;

  /**
   * Creates a replayer.
   *
   * @param opener opens the stages of a run as its header configures them
   * @param threads number of executing threads
   * @param progress receives the number of ticks executed so far, by one thread at a time
   */
  public Replayer(RunOpener opener, int threads, LongConsumer progress) {
    this.opener = opener;
    this.threads = threads;
    this.progress = progress;
  }

  /** Opener of the stages of a run. */
  @FunctionalInterface
  public interface RunOpener {
    /**
     * Returns a runner over fresh stages that gives each executed tick to {@code sink}; called by
     * any thread, several at a time. The caller closes it.
     *
     * @throws ConfigException if its stages do not exist
     */
    ReplayRunner open(RunHeader header, TickSink sink);
  }

  /**
   * Replays the journal in a folder.
   *
   * @param wanted filter of its runs
   */
  public ReplayReport replay(Path folder, LongPredicate wanted) {
    Keyframes keyframes = new Keyframes(folder);
    return replay(
        folder,
        wanted,
        List.of(),
        (header, tick) -> takes(keyframes, header, tick),
        (survey, reader) -> survey.all(reader));
  }

  /**
   * Replays some ticks of a run. Reads only these ticks and those from the keyframe before them.
   *
   * @param windows one or more, in their order
   * @throws ConfigException if the run has no tick from the entry to the first window on
   */
  public ReplayReport replay(Path folder, long run, List<Window> windows) {
    return replay(
        folder,
        each -> each == run,
        windows,
        (header, tick) -> true,
        (survey, reader) -> {
          long from = new Keyframes(folder).entry(run, windows.getFirst().from());
          if (!reader.seek(run, TickTarget.number(from))) {
            throw new ConfigException(
                folder + " does not have any of " + windows.getFirst() + " of run " + run);
          }
          survey.part(reader, reader.run(), from);
        });
  }

  /** Way of a survey through a journal. */
  private interface Way {
    void go(Survey survey, JournalReader reader);
  }

  private ReplayReport replay(
      Path folder,
      LongPredicate wanted,
      List<Window> windows,
      Survey.KeyframeProbe probe,
      Way way) {
    BlockingQueue<Optional<Piece>> pieces = new LinkedBlockingQueue<>();
    Consumer<Piece> found = piece -> pieces.add(Optional.of(piece));
    Survey survey = new Survey(folder, wanted, windows, probe, found);
    try (ExecutorService workers = Executors.newFixedThreadPool(threads, THREADS)) {
      List<Future<?>> working = new ArrayList<>();
      for (int worker = 0; worker < threads; worker++) {
        working.add(workers.submit(() -> work(folder, pieces)));
      }
      try (JournalReader reader = new JournalReader(folder)) {
        way.go(survey, reader);
      } finally {
        working.forEach(worker -> pieces.add(Optional.empty()));
      }
      working.forEach(Replayer::join);
    }
    return new ReplayReport(
        survey.judgements().stream().map(RunJudgement::report).toList(), windows, survey.damages());
  }

  private void work(Path folder, BlockingQueue<Optional<Piece>> pieces) {
    try (PieceRunner runner = new PieceRunner(folder, opener, this::executed)) {
      for (Optional<Piece> piece = pieces.take(); piece.isPresent(); piece = pieces.take()) {
        runner.execute(piece.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void executed() {
    progress.accept(++executed);
  }

  /**
   * Returns whether stages accept the keyframes of a run; those of other code are not used, and the
   * run is then executed from its start.
   */
  private boolean takes(Keyframes keyframes, RunHeader header, long tick) {
    try (ReplayRunner runner = opener.open(header, done -> {})) {
      runner.restore(keyframes.read(header.run(), tick));
      return true;
    } catch (ConfigException | IOException refused) {
      return false;
    }
  }

  private static void join(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }
}
