package io.nfcs.journal;

import io.nfcs.config.Setting;
import java.util.concurrent.TimeUnit;

/** Section {@code journal}: files and how long they are kept. */
public record JournalSettings(
    @Setting(doc = "Interval of new files: minutely, hourly or daily", value = "hourly") Roll roll,
    @Setting(
            doc = "Size of a mapped part of a file; files grow by this size",
            unit = "bytes",
            value = "4MiB",
            min = 65536,
            max = 1 << 30)
        long blockBytes,
    @Setting(
            doc =
                "Largest size of all files with the keyframes; beyond it the oldest files are deleted, 0"
                    + " for no limit",
            unit = "bytes",
            value = "8GiB",
            min = 0,
            max = 1L << 50)
        long maxBytes,
    @Setting(
            doc = "Largest age of a file; older files are deleted, 0 for no limit",
            unit = "h",
            value = "0",
            min = 0,
            max = 1_000_000)
        long maxAgeHours,
    @Setting(
            doc =
                "Ticks from one keyframe (the saved states of all stages, from which a run can be"
                    + " replayed or resumed) to the next; new files begin at one too, where"
                    + " possible; 0 for none",
            unit = "ticks",
            value = "600",
            min = 0,
            max = 1_000_000_000)
        int keyframeTicks) {

  /** Settings of a journal that is written once and has no retention. */
  static final JournalSettings DAILY = new JournalSettings(Roll.DAILY, 1 << 20, 0, 0, 0);

  /** Length of a file's time. */
  public enum Roll {
    /** Every minute. */
    MINUTELY(TimeUnit.MINUTES),
    /** Every hour. */
    HOURLY(TimeUnit.HOURS),
    /** Every day. */
    DAILY(TimeUnit.DAYS);

    private final TimeUnit unit;

    Roll(TimeUnit unit) {
      this.unit = unit;
    }

    long millis() {
      return unit.toMillis(1);
    }
  }
}
