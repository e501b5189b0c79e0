package io.nfcs.constitution;

import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;

/**
 * The emergency of a loop: it begins on a tick of the emergency risk level, lasts for a limited
 * time, and is followed by a recovery, from which it may begin again at once.
 *
 * <pre>
 *           level emergency              calm, or too long
 *   NONE ────────────────────► ACTIVE ─────────────────────► RECOVERY ──► NONE
 *                                ▲                              │    recovered
 *                                └──────────────────────────────┘
 *                                  level emergency (not before the pause, if it was too long)
 * </pre>
 *
 * <p>Guarantees: it is active on at most {@code max_ticks} ticks in a row, whatever the risk; it is
 * active on every tick of emergency level, except in the pause after an emergency that was cut off.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
final class Emergency {
  /** Number of bytes that {@link #save} writes. */
  public static final int STATE_BYTES = 3 * Integer.BYTES + 1;

  /** Risk level that begins an emergency. */
  private static final int EMERGENCY = 3;

  private static final int WARNING = 1;

  private final EmergencySettings settings;
  private Phase phase = Phase.NONE;
  private boolean wasEnded;
  private int age;
  private int good;

  /** Creates the state without an emergency. */
  public Emergency(EmergencySettings settings) {
    this.settings = settings;
  }

  /** Writes the phase, whether the last emergency was cut off, and its two counts of ticks. */
  public void save(StateWriter to) {
    to.writeInt(phase.code());
    to.writeBoolean(wasEnded);
    to.writeInt(age);
    to.writeInt(good);
  }

  /**
   * Restores the state saved by another one with the same settings.
   *
   * @throws IllegalArgumentException if it is not a saved state; this object is then unusable
   */
  public void restore(StateReader from) {
    phase = Phase.of(from.readCount("phase", Phase.RECOVERY.code()));
    wasEnded = from.readBoolean();
    age = from.readInt();
    good = from.readCount("calm ticks", Integer.MAX_VALUE);
  }

  /** Returns the present phase. */
  public Phase phase() {
    return phase;
  }

  /**
   * Takes the risk level of the next tick: 0 normal, 1 warning, 2 critical, 3 emergency.
   *
   * @return phase on that tick
   */
  public Phase next(int level) {
    age++;
    switch (phase) {
      case NONE -> begin(level);
      case ACTIVE -> end(level);
      case RECOVERY -> recover(level);
    }
    return phase;
  }

  private void begin(int level) {
    if (level == EMERGENCY) {
      enter(Phase.ACTIVE);
    }
  }

  private void end(int level) {
    good = level < EMERGENCY ? good + 1 : 0;
    boolean isTooLong = age >= settings.maxTicks();
    if (good >= settings.calmTicks() || isTooLong) {
      wasEnded = good < settings.calmTicks();
      enter(Phase.RECOVERY);
    }
  }

  private void recover(int level) {
    good = level <= WARNING ? good + 1 : 0;
    if (level == EMERGENCY && !(wasEnded && age < settings.pauseTicks())) {
      enter(Phase.ACTIVE);
    } else if (good >= settings.recoveryTicks()) {
      enter(Phase.NONE);
    }
  }

  private void enter(Phase next) {
    phase = next;
    age = 0;
    good = 0;
  }
}
