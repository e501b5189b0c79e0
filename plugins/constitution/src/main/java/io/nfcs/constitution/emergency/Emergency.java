package io.nfcs.constitution.emergency;

import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;

/**
 * The emergency of a loop: it begins on the tick whose risk has its level, lasts at most so long,
 * and is followed by a recovery, from which it may begin again at once.
 *
 * <pre>
 *           level emergency              calm, or too long
 *   NONE ────────────────────► ACTIVE ─────────────────────► RECOVERY ──► NONE
 *                                ▲                              │    recovered
 *                                └──────────────────────────────┘
 *                                  level emergency (not before the pause, if it was too long)
 * </pre>
 *
 * <p>Guarantees: on no more than {@code max_ticks} ticks in a row it is active, whatever the risk
 * is; a tick of emergency level finds it active, except for the pause after one that was ended.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
public final class Emergency {
  /** Bytes of {@link #save}. */
  public static final int STATE_BYTES = 3 * Integer.BYTES + 1;

  /** The risk level that begins it. */
  private static final int EMERGENCY = 3;

  private static final int WARNING = 1;

  private final EmergencySettings settings;
  private Phase phase = Phase.NONE;
  private boolean wasEnded;
  private int age;
  private int good;

  /** No emergency. */
  public Emergency(EmergencySettings settings) {
    this.settings = settings;
  }

  /** Writes the phase, whether the last one was ended, and its two counts of ticks. */
  public void save(StateWriter to) {
    to.writeInt(phase.code());
    to.writeBoolean(wasEnded);
    to.writeInt(age);
    to.writeInt(good);
  }

  /**
   * Goes on from where another one of the same settings was.
   *
   * @throws IllegalArgumentException if it is not what one saves; this is then of no use
   */
  public void restore(StateReader from) {
    phase = Phase.of(from.readCount("phase", Phase.RECOVERY.code()));
    wasEnded = from.readBoolean();
    age = from.readInt();
    good = from.readCount("calm ticks", Integer.MAX_VALUE);
  }

  /** Where it is now. */
  public Phase phase() {
    return phase;
  }

  /**
   * Takes the risk level of the next tick: 0 normal, 1 warning, 2 critical, 3 emergency.
   *
   * @return where it is on that tick
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
