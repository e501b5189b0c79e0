package io.nfcs.pipeline.replay;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.Keyframe;
import io.nfcs.pipeline.ring.TickRunner;
import java.util.List;

/**
 * A runner whose stages can be entered at a keyframe.
 *
 * <p><b>Threads.</b> As a {@link TickRunner}; the other methods while no tick is under way.
 */
public interface ReplayRunner extends TickRunner {
  /**
   * Puts the stages into the states of a keyframe.
   *
   * @throws ConfigException if the stages refuse them
   */
  void restore(Keyframe keyframe);

  /** Returns copies of the present states of the stages, in their order. */
  List<byte[]> states();
}
