package io.nfcs.pipeline.ring;

import io.nfcs.tick.Stage;
import io.nfcs.tick.Tick;

/**
 * Takes the states of the stages after some of the ticks, on the threads of the tick.
 *
 * <p><b>Threads.</b> {@link #begin} by the one that begins ticks, {@link #save} by that of the
 * stage, {@link #end} by that of the commit. <b>Allocates</b> nothing. <b>Fails.</b> Never: what
 * cannot be taken is counted.
 */
public interface KeyframeTaker {
  /** A tick after which no state is taken. */
  int NONE = -1;

  /** Takes nothing. */
  KeyframeTaker OFF =
      new KeyframeTaker() {
        @Override
        public int begin(long tick) {
          return NONE;
        }

        @Override
        public void save(int buffer, int index, Stage stage) {
          throw new IllegalStateException("no keyframe was begun");
        }

        @Override
        public void end(int buffer, Tick tick) {
          throw new IllegalStateException("no keyframe was begun");
        }
      };

  /**
   * Decides about a tick that begins; never waits.
   *
   * @return where its states are to be saved, {@link #NONE} if they are not
   */
  int begin(long tick);

  /**
   * Saves the state of a stage, which has just run or was skipped.
   *
   * @param buffer what {@link #begin} answered
   * @param index number of the stage
   */
  void save(int buffer, int index, Stage stage);

  /** Takes over what the stages have saved after a tick, which is committed. */
  void end(int buffer, Tick tick);
}
