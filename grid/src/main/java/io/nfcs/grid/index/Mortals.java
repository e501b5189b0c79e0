package io.nfcs.grid.index;

/**
 * Entries that die, as a {@link TimerWheel} sees them: numbers, with a few fields each that the
 * tier keeps at a place of its choice.
 *
 * <p><b>Threads.</b> The wheel's. <b>Owns</b> nothing: the timer's fields belong to the wheel from
 * {@link TimerWheel#add} on until the entry leaves. The slot of an entry that is in no wheel is 0;
 * the other fields are asked for only while it is in one, and may be missing where it never dies.
 */
public interface Mortals {
  /** Returns the time of an entry's death, or {@link io.nfcs.tier.EntryTimes#NEVER}. */
  long deadNanos(int entry);

  /** Returns an entry's slot, counted from 1, or 0 for none. */
  int timerSlot(int entry);

  /** Sets the slot of an entry. */
  void timerSlot(int entry, int slot);

  /** Returns the entry after another in its slot, or 0 for none. */
  int timerNext(int entry);

  /** Sets the entry after another. */
  void timerNext(int entry, int other);

  /** Returns the entry before another in its slot, or 0 for none. */
  int timerPrevious(int entry);

  /** Sets the entry before another. */
  void timerPrevious(int entry, int other);
}
