package io.nfcs.pipeline;

import io.nfcs.tick.DegradeStep;

/**
 * The degrade steps in force: one more when the stages take too much of their period, one less when
 * they take little of it again.
 *
 * <p>A step is taken after several ticks above the higher limit and taken back after many below the
 * lower one; loads between the limits change nothing. Only ticks that ran with the steps in force
 * are judged, so that queued older ones do not count twice. A step taken again soon after its
 * return lasts twice as long the next time.
 *
 * <p>The steps in force are always the first ones of the configured order, so taking one back
 * undoes the one taken last. A load that is too much with few steps and little with more would
 * otherwise alternate for ever; the doubled patience makes it rarer each time, up to a limit.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> only when made.
 */
final class DegradeLadder {
  private final int[] steps;
  private final long highNanos;
  private final long lowNanos;
  private final int highTicks;
  private final int lowTicks;
  private final int maxLowTicks;
  private int taken;
  private int inForce;
  private long seen = -1;
  private int silent;
  private int high;
  private int low;
  private int calm;
  private int patience;

  /** Creates a ladder without steps in force. */
  public DegradeLadder(DegradeSettings settings, long periodNanos) {
    steps = settings.steps().stream().mapToInt(DegradeStep::bit).toArray();
    highNanos = Math.round(settings.highLoad() * periodNanos);
    lowNanos = Math.round(settings.lowLoad() * periodNanos);
    highTicks = settings.highTicks();
    lowTicks = settings.lowTicks();
    maxLowTicks = settings.maxLowTicks();
    patience = lowTicks;
    calm = maxLowTicks;
  }

  /**
   * Judges the last finished tick; called once a period. A number that was judged before means that
   * no tick has finished in the period: several of them in a row count as overload.
   *
   * @param number number of that tick
   * @param serviceNanos time of its stages
   * @param degradation the steps it ran with, a bit each
   * @return the steps in force from now on, a bit each
   */
  public int judge(long number, long serviceNanos, int degradation) {
    if (number == seen) {
      if (++silent >= highTicks) {
        takeStep();
      }
      return inForce;
    }
    seen = number;
    silent = 0;
    if (degradation == inForce) {
      judge(serviceNanos);
    }
    return inForce;
  }

  /**
   * Takes over the steps of a run whose process ended, before its first tick is judged.
   *
   * @param degradation the steps that a tick ran with, a bit each
   */
  public void resume(int degradation) {
    while (taken < steps.length && (degradation & steps[taken]) != 0) {
      inForce |= steps[taken++];
    }
  }

  private void judge(long serviceNanos) {
    calm = Math.min(calm + 1, maxLowTicks);
    high = serviceNanos > highNanos ? high + 1 : 0;
    low = serviceNanos < lowNanos ? low + 1 : 0;
    if (high >= highTicks) {
      takeStep();
    } else if (low >= patience && taken > 0) {
      takeBack();
    } else if (calm >= patience && taken == 0) {
      patience = lowTicks;
    }
  }

  private void takeStep() {
    if (taken == steps.length) {
      return;
    }
    if (calm < patience) {
      patience = Math.min(2 * patience, maxLowTicks);
    }
    inForce |= steps[taken++];
    settle();
  }

  private void takeBack() {
    inForce &= ~steps[--taken];
    calm = 0;
    settle();
  }

  private void settle() {
    high = 0;
    low = 0;
    silent = 0;
  }
}
