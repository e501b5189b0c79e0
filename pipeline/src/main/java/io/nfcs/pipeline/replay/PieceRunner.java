package io.nfcs.pipeline.replay;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.Keyframes;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A runner of pieces: executes them one after the other, and compares each tick and the state at
 * each seam.
 *
 * <p>A piece that follows the last one executed continues from its state if the state at the seam
 * was equal; so the result does not depend on the assignment of pieces to threads.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> the stages of one run at a time.
 */
final class PieceRunner implements AutoCloseable {
  private final Replayer.RunOpener opener;
  private final Keyframes keyframes;
  private final JournalReader reader;
  private final Runnable progress;
  private @Nullable ReplayRunner runner;
  private @Nullable RunHeader opened;
  private @Nullable Tick recorded;
  private @Nullable String difference;

  /** Number of the tick before which the stages are, -1 if unknown. */
  private long position = -1;

  PieceRunner(Path folder, Replayer.RunOpener opener, Runnable progress) {
    this.opener = opener;
    this.progress = progress;
    keyframes = new Keyframes(folder);
    reader = new JournalReader(folder);
  }

  /** Executes a piece; its result goes to its judgement. */
  void execute(Piece piece) {
    try {
      enter(piece);
    } catch (ConfigException | IOException refused) {
      piece.judgement().notChecked(piece.first(), String.valueOf(refused.getMessage()));
      position = -1;
      return;
    }
    for (long number = piece.first(); number < piece.end(); number++) {
      Tick tick = next(piece, number);
      if (tick == null) {
        piece.judgement().notChecked(number, "tick " + number + " is no longer in the journal");
        position = -1;
        return;
      }
      execute(tick, piece.judgement());
    }
    position = piece.end();
    if (piece.damage() != null) {
      position = -1;
    } else if (piece.isAtSeam()) {
      compareState(piece);
    }
  }

  @Override
  public void close() {
    reader.close();
    leave();
  }

  private void enter(Piece piece) throws IOException {
    long run = piece.header().run();
    boolean isOpen = opened != null && opened.run() == run;
    if (!isOpen || (!piece.isAtKeyframe() && position != 0)) {
      leave();
      runner = opener.open(piece.header(), done -> difference = difference(done));
      opened = piece.header();
      position = 0;
    }
    if (position != piece.first()) {
      position = -1;
      Objects.requireNonNull(runner).restore(keyframes.read(run, piece.first()));
    }
    if (!reader.moveTo(piece.index(), piece.header())) {
      throw new IOException("tick " + piece.first() + " is no longer in the journal");
    }
  }

  private void leave() {
    opened = null;
    position = -1;
    if (runner != null) {
      runner.close();
      runner = null;
    }
  }

  private @Nullable Tick next(Piece piece, long number) {
    boolean isThere = reader.nextTick();
    // earlier ticks are copies
    while (isThere
        && (reader.run().run() != piece.header().run() || reader.tick().number() < number)) {
      isThere = reader.nextTick();
    }
    return isThere && reader.tick().number() == number ? reader.tick() : null;
  }

  private void execute(Tick tick, RunJudgement judgement) {
    recorded = tick;
    Objects.requireNonNull(runner)
        .offer(
            tick.number(),
            tick.scheduledNanos(),
            tick.wakeupNanos(),
            tick.missedBefore(),
            tick.input());
    judgement.executed(tick.number(), difference);
    progress.run();
  }

  private void compareState(Piece piece) {
    String stage;
    try {
      List<byte[]> states = Objects.requireNonNull(runner).states();
      stage = keyframes.read(piece.header().run(), piece.end()).difference(states);
    } catch (IOException gone) {
      // was intact: retention has just removed it, so nothing can be compared
      return;
    }
    if (stage != null) {
      piece
          .judgement()
          .diverged(piece.end() - 1, "state of " + stage + " in the keyframe after it");
      position = -1;
    }
  }

  /** Returns the first thing in which the executed tick differs from the recorded one, or null. */
  private @Nullable String difference(Tick done) {
    Tick journalled = Objects.requireNonNull(recorded);
    List<String> names = Objects.requireNonNull(opened).shape().stages();
    for (int stage = 0; stage < done.stageCount(); stage++) {
      if (done.status(stage) != journalled.status(stage)) {
        return "status of " + names.get(stage);
      }
      if (done.digest(stage) != journalled.digest(stage)) {
        return "digest of " + names.get(stage);
      }
    }
    return done.digest() == journalled.digest() ? null : "outcome";
  }
}
