package io.nfcs.pipeline.store;

import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Quantity.Kind;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tables of ticks and of their stages, and the rows of a tick.
 *
 * <p>Table {@code TICK} has the columns of every tick, including the quantities of the model,
 * followed by one for each further quantity and each parameter of the run.
 */
final class TickTables {
  static final TableSchema STAGE_TIMING =
      new TableSchema(
          "STAGE_TIMING",
          List.of(
              new Column("RUN", Long.class),
              new Column("TICK", Long.class),
              new Column("STAGE", String.class),
              new Column("STATUS", String.class),
              new Column("START_NANOS", Long.class),
              new Column("DURATION_NANOS", Long.class)),
          3,
          2);

  private static final List<Column> STAMPS =
      List.of(
          new Column("RUN", Long.class),
          new Column("TICK", Long.class),
          new Column("EPOCH_MILLIS", Long.class),
          new Column("SCHEDULED_NANOS", Long.class),
          new Column("WAKEUP_NANOS", Long.class),
          new Column("COMMIT_NANOS", Long.class),
          new Column("LATENESS_NANOS", Long.class),
          new Column("DURATION_NANOS", Long.class),
          new Column("MISSED_BEFORE", Long.class),
          new Column("FAILED", Boolean.class));
  private static final List<Column> ENDS =
      List.of(
          new Column("DEGRADATION", Integer.class),
          new Column("FIELD", Boolean.class),
          new Column("DIGEST", String.class));
  private static final int MODEL = ModelQuantities.ALL.size();
  private static final int FIELD = STAMPS.size() + MODEL + 1;
  private static final int EPOCH = 2;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Tables of a run without further quantities and parameters. */
  static final TickTables OF_MODEL = new TickTables(new TickShape(List.of(), List.of(), 0));

  private final TableSchema schema;
  private final List<Quantity> further;

  /** Creates the tables of a run. */
  TickTables(TickShape shape) {
    List<Quantity> quantities = shape.quantities();
    further = quantities.subList(MODEL, quantities.size());
    List<Column> columns = new ArrayList<>(STAMPS);
    ModelQuantities.ALL.forEach(each -> columns.add(column(each, Integer.class)));
    columns.addAll(ENDS);
    further.forEach(each -> columns.add(free(column(each, Long.class), columns)));
    schema = new TableSchema("TICK", columns, 2, 2);
  }

  /** Returns table {@code TICK} with the columns of the run. */
  TableSchema schema() {
    return schema;
  }

  /** Returns a row of {@link #schema()}. */
  @Nullable Object[] row(RunHeader run, Tick tick, boolean hasField) {
    List<@Nullable Object> row =
        new ArrayList<>(
            List.of(
                run.run(),
                tick.number(),
                run.epochNanos(tick.wakeupNanos()) / NANOS_PER_MILLI,
                tick.scheduledNanos(),
                tick.wakeupNanos(),
                tick.commitNanos(),
                tick.latenessNanos(run.periodNanos()),
                tick.durationNanos(),
                tick.missedBefore(),
                tick.hasFailed()));
    for (int i = 0; i < MODEL; i++) {
      row.add(value(ModelQuantities.ALL.get(i), tick, i, true));
    }
    row.add(tick.input().degradation());
    row.add(hasField);
    row.add(HexFormat.of().toHexDigits(tick.digest()));
    for (int i = 0; i < further.size(); i++) {
      row.add(value(further.get(i), tick, MODEL + i, false));
    }
    return row.toArray(new @Nullable Object[0]);
  }

  static @Nullable Object[] row(RunHeader run, Tick tick, int stage) {
    StageStatus status = tick.status(stage);
    return new @Nullable Object[] {
      run.run(),
      tick.number(),
      run.shape().stages().get(stage),
      status.name(),
      tick.startNanos(stage),
      tick.endNanos(stage) - tick.startNanos(stage)
    };
  }

  /** Returns the run of a row of either table. */
  static long run(@Nullable Object[] row) {
    return (Long) Objects.requireNonNull(row[0]);
  }

  /** Returns the tick of a row of either table. */
  static long tick(@Nullable Object[] row) {
    return (Long) Objects.requireNonNull(row[1]);
  }

  /**
   * Returns the time of the tick of a row of {@code TICK}, or the start of its run if the row has
   * none.
   */
  static long epochMillis(@Nullable Object[] row) {
    return row[EPOCH] instanceof Long millis ? millis : run(row);
  }

  /** Returns the key of the field of a row's tick. */
  static String fieldKey(@Nullable Object[] row) {
    return row[0] + "/" + row[1];
  }

  /** Sets in a row of {@code TICK} whether the field of its tick is kept. */
  static void field(@Nullable Object[] row, boolean isKept) {
    row[FIELD] = isKept;
  }

  /** Returns a column of a name that is not taken. */
  private static Column free(Column wanted, List<Column> taken) {
    boolean isTaken = taken.stream().anyMatch(one -> one.name().equals(wanted.name()));
    return isTaken ? free(new Column(wanted.name() + "_", wanted.type()), taken) : wanted;
  }

  private static Column column(Quantity quantity, Class<?> count) {
    return new Column(quantity.column(), quantity.kind() == Kind.DOUBLE ? Double.class : count);
  }

  /** Returns the value for a table, NULL if it was not computed. */
  private static @Nullable Object value(
      Quantity quantity, Tick tick, int index, boolean isInteger) {
    double value = tick.value(index);
    if (Double.isNaN(value)) {
      return null;
    }
    if (quantity.kind() == Kind.DOUBLE) {
      return value;
    }
    long count = tick.outcome().count(index);
    // not as a conditional expression, whose type would be long for both
    if (isInteger) {
      return (int) count;
    }
    return count;
  }
}
