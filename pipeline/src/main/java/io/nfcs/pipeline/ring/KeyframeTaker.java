package io.nfcs.pipeline.ring;

import io.nfcs.tick.Stage;
import io.nfcs.tick.Tick;

/**
 * Taker of the stages' states after some of the ticks, on the threads of the tick.
 *
 * <p><b>Threads.</b> {@link #begin} by the thread that begins ticks, {@link #save} by the stage's,
 * {@link #end} by the commit's. <b>Allocates</b> nothing. <b>Fails.</b> Never: keyframes not taken
 * are counted.
 */
public interface KeyframeTaker {
  /** Result for a tick after which no state is taken. */
  int NONE = -1;

  /** A taker that takes nothing. */
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
   * Decides whether to take the states after a tick that begins; never waits. A buffer that is
   * returned belongs to the tick until {@link #end}, which must be called.
   *
   * @param tick number of the tick
   * @return buffer for the states, 0 or more; {@link #NONE} for none
   */
  int begin(long tick);

  /**
   * Saves the state of a stage, which has just run or was skipped.
   *
   * @param buffer result of {@link #begin}
   * @param index number of the stage
   */
  void save(int buffer, int index, Stage stage);

  /**
   * Takes over the saved states of the stages after a committed tick, and with them the buffer.
   * Happens after all calls of {@link #save} for the tick.
   */
  void end(int buffer, Tick tick);
}
