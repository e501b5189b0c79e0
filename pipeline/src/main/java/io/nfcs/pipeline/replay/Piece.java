package io.nfcs.pipeline.replay;

import io.nfcs.tick.RunHeader;
import org.jspecify.annotations.Nullable;

/**
 * Ticks that are executed from one known state to the next.
 *
 * @param judgement of the run that they belong to
 * @param header of the run
 * @param index of the first record in the journal
 * @param first number of the first tick
 * @param count of ticks, without gaps
 * @param isAtKeyframe whether a keyframe stands before the first; if not, it is the first of its
 *     run
 * @param isAtSeam whether a keyframe stands after the last
 * @param damage damage of the last tick, {@code null} if it is intact
 */
record Piece(
    RunJudgement judgement,
    RunHeader header,
    long index,
    long first,
    long count,
    boolean isAtKeyframe,
    boolean isAtSeam,
    @Nullable String damage) {
  /** Returns the number of the tick after the last. */
  long end() {
    return first + count;
  }
}
