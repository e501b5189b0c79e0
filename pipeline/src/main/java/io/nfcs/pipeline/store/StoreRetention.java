package io.nfcs.pipeline.store;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Retention of the tables: removes the oldest ticks, with their stages and fields, when the tables
 * take too much disk space or the ticks are too old.
 *
 * <p>A removal is noted first, and the row in {@code TICK} is deleted last, so that after a kill
 * the same ticks are found again. Freed pages are reused for later ticks; the files keep their
 * largest size.
 *
 * <p><b>Threads.</b> The tailing thread; {@link #usedBytes()} any, by a volatile field.
 * <b>Fails.</b> A step that throws may be made again.
 */
final class StoreRetention {
  /** Ticks removed at once: few, so that new ticks do not wait for long. */
  static final int TICKS_AT_ONCE = 64;

  private static final int STAGES_AT_ONCE = 8 * TICKS_AT_ONCE;

  private final RunTable ticks;
  private final Table stages;
  private final BinaryCache fields;
  private final List<KnownRows> known;
  private final RemovedTicks removed;
  private final StoreSettings settings;
  private final Clock clock;
  private final Counters counters;
  private volatile double usedBytes = Double.NaN;

  /**
   * Creates the retention of tables and fields.
   *
   * @param known rows of ticks, stages and fields
   */
  StoreRetention(
      RunTable ticks,
      Table stages,
      BinaryCache fields,
      List<KnownRows> known,
      RemovedTicks removed,
      StoreSettings settings,
      Clock clock,
      Counters counters) {
    this.ticks = ticks;
    this.stages = stages;
    this.fields = fields;
    this.known = known;
    this.removed = removed;
    this.settings = settings;
    this.clock = clock;
    this.counters = counters;
  }

  /** Returns the bytes of the pages of tables and fields at the last check, NaN before. */
  double usedBytes() {
    return usedBytes;
  }

  /** Removes all ticks beyond the limits. */
  void apply() {
    boolean isMore = true;
    while (isMore) {
      isMore = step();
    }
  }

  /** Removes a few of the oldest ticks if they are beyond the limits; returns whether it has. */
  boolean step() {
    long used = ticks.table().usedBytes() + stages.usedBytes() + fields.usedBytes();
    usedBytes = (double) used;
    boolean isTooMuch = settings.maxBytes() != 0 && used > settings.maxBytes();
    if (!isTooMuch && settings.maxAgeHours() == 0) {
      return false;
    }
    // both are begun at once
    boolean isOrdered = ticks.table().order();
    if (!stages.order() || !isOrdered) {
      return false;
    }
    List<@Nullable Object[]> oldest = ticks.table().first(TICKS_AT_ONCE);
    if (!isTooMuch) {
      oldest = tooOld(oldest);
    }
    if (oldest.isEmpty()) {
      return false;
    }
    remove(oldest);
    return true;
  }

  private List<@Nullable Object[]> tooOld(List<@Nullable Object[]> oldest) {
    long earliest = clock.millis() - Duration.ofHours(settings.maxAgeHours()).toMillis();
    return oldest.stream().takeWhile(row -> TickTables.epochMillis(row) < earliest).toList();
  }

  private void remove(List<@Nullable Object[]> oldest) {
    @Nullable Object[] last = oldest.getLast();
    removed.upTo(TickTables.run(last), TickTables.tick(last));
    try {
      removeStages();
      removeFields(oldest.stream().map(TickTables::fieldKey).toList());
      known.get(0).removing(oldest.size());
      ticks.table().remove(oldest);
      counters.add(CounterId.ROWS_REMOVED, oldest.size());
    } catch (RuntimeException failure) {
      known.forEach(KnownRows::unsure);
      throw failure;
    }
  }

  private void removeStages() {
    List<@Nullable Object[]> rows;
    do {
      rows =
          stages.first(STAGES_AT_ONCE).stream()
              .takeWhile(row -> removed.has(TickTables.run(row), TickTables.tick(row)))
              .toList();
      known.get(1).removing(rows.size());
      stages.remove(rows);
      counters.add(CounterId.ROWS_REMOVED, rows.size());
    } while (rows.size() == STAGES_AT_ONCE);
  }

  private void removeFields(List<String> keys) {
    Set<String> present = fields.present(keys);
    known.get(2).removing(present.size());
    fields.remove(present);
    counters.add(CounterId.FIELDS_REMOVED, present.size());
  }
}
