package io.nfcs.pipeline.schedule;

import io.nfcs.tick.DegradeStep;

/**
 * Which degrade steps are in force: one more when the stages take too much of their period, one
 * less when they take little of it again.
 *
 * <p>Going down takes several ticks above the higher limit, going back many below the lower one,
 * and what lies between the limits changes nothing. Only ticks that ran with the steps in force are
 * judged, so that a queue of older ones does not count twice. A step that has to be taken again
 * soon after it was taken back lasts twice as long the next time.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> only when made.
 */
public final class DegradeLadder {
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

  /** A ladder at its top. */
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
   * Judges the last tick that is done; called once a period.
   *
   * @param number number of that tick
   * @param serviceNanos how long its stages took
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
   * Takes over the steps that a run was at when its process ended, before the first is judged.
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
