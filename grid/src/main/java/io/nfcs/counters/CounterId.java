package io.nfcs.counters;

/**
 * The counters of the grid. Each counts events since the start of the process.
 *
 * <p>Laws: {@link #TICKS_STARTED} = {@link #TICKS_JOURNALLED} + {@link #TICKS_DROPPED} + ticks in
 * the ring; {@link #TICKS_BACKLOG} + {@link #TICKS_JOURNALLED} = {@link #TICKS_STORED} + ticks on
 * their way to the tables. The residue of each is a metric, {@link Law#METRIC}.
 */
public enum CounterId {
  /** Periods that began a tick. */
  TICKS_STARTED("ticks started"),
  /** Periods that passed without a tick. */
  TICKS_MISSED("periods missed"),
  /** Ticks whose record is in the journal. */
  TICKS_JOURNALLED("ticks journalled"),
  /** Ticks that began and have no record: the ring was full or the append failed. */
  TICKS_DROPPED("ticks dropped"),
  /** Ticks with a failed or skipped stage. */
  TICKS_FAILED("ticks failed"),
  /** Ticks that began with a degrade step in force. */
  TICKS_DEGRADED("ticks degraded"),
  /** Stage runs that threw. */
  STAGE_FAILURES("stage failures"),
  /** Ticks of earlier runs that this process found in the journal and not in the tables. */
  TICKS_BACKLOG("ticks backlog"),
  /** Ticks written to the tables. */
  TICKS_STORED("ticks stored"),
  /** Batches the store could not write and will write again. */
  STORE_RETRIES("store retries"),
  /** Rows of the tables that somebody had deleted or altered and that were written again. */
  ROWS_REPAIRED("rows repaired"),
  /** Rows of the tables that the store's retention has removed. */
  ROWS_REMOVED("rows removed"),
  /** Fields that the store's retention has removed. */
  FIELDS_REMOVED("fields removed"),
  /** Field snapshots written to the grid. */
  FIELDS_STORED("fields stored"),
  /** Field snapshots the store had no room for; a replay can compute them again. */
  FIELDS_DROPPED("fields dropped"),
  /** Keyframes written beside the journal. */
  KEYFRAMES_WRITTEN("keyframes written"),
  /**
   * Keyframes that were due and are not there: no buffer was free, or they could not be written.
   */
  KEYFRAMES_DROPPED("keyframes dropped"),
  /** Time that appends to the journal have taken in all. */
  JOURNAL_NANOS("journal append nanoseconds"),
  /** Calls of an observer that threw. */
  OBSERVER_FAILURES("observer failures");

  private final String label;

  CounterId(String label) {
    this.label = label;
  }

  /** Returns a description of the counted event, for people. */
  public String label() {
    return label;
  }
}
