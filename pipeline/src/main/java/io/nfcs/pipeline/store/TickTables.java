package io.nfcs.pipeline.store;

import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of ticks and of their stages, and the rows of a tick. */
final class TickTables {
  static final TableSchema TICK =
      new TableSchema(
          "TICK",
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
              new Column("FAILED", Boolean.class),
              new Column("ORDER_PARAMETER", Double.class),
              new Column("FIELD_COHERENCE", Double.class),
              new Column("ENERGY", Double.class),
              new Column("DEFECT_DENSITY", Double.class),
              new Column("HALLUCINATION", Double.class),
              new Column("COST", Double.class),
              new Column("RISK", Double.class),
              new Column("VORTICES", Integer.class),
              new Column("RISK_LEVEL", Integer.class),
              new Column("DECISION", Integer.class),
              new Column("TOKEN_RISK", Double.class),
              new Column("UNSAFE_RATIO", Double.class),
              new Column("ECHO", Double.class),
              new Column("SEMANTIC_ORDER", Double.class),
              new Column("VIOLATIONS", Integer.class),
              new Column("PHASE", Integer.class),
              new Column("DEGRADATION", Integer.class),
              new Column("FIELD", Boolean.class),
              new Column("DIGEST", String.class)),
          2);

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
          3);

  private static final int FIELD =
      TICK.columns().stream().map(Column::name).toList().indexOf("FIELD");
  private static final long NANOS_PER_MILLI = 1_000_000;

  private TickTables() {}

  static @Nullable Object[] row(RunHeader run, Tick tick, boolean field) {
    Outcome outcome = tick.outcome();
    return new @Nullable Object[] {
      run.run(),
      tick.number(),
      (run.startEpochNanos() + tick.wakeupNanos() - run.startNanos()) / NANOS_PER_MILLI,
      tick.scheduledNanos(),
      tick.wakeupNanos(),
      tick.commitNanos(),
      tick.latenessNanos(run.periodNanos()),
      tick.durationNanos(),
      tick.missedBefore(),
      tick.failed(),
      number(outcome.orderParameter()),
      number(outcome.fieldCoherence()),
      number(outcome.energy()),
      number(outcome.defectDensity()),
      number(outcome.hallucination()),
      number(outcome.cost()),
      number(outcome.risk()),
      code(outcome.vortices()),
      code(outcome.riskLevel()),
      code(outcome.decision()),
      number(outcome.tokenRisk()),
      number(outcome.unsafeRatio()),
      number(outcome.echo()),
      number(outcome.semanticOrder()),
      code(outcome.violations()),
      code(outcome.phase()),
      tick.input().degradation(),
      field,
      HexFormat.of().toHexDigits(tick.digest())
    };
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

  /** Under what the field of a row's tick is kept. */
  static String fieldKey(@Nullable Object[] row) {
    return row[0] + "/" + row[1];
  }

  /** Says in a row of {@link #TICK} whether the field of its tick is kept. */
  static void field(@Nullable Object[] row, boolean isKept) {
    row[FIELD] = isKept;
  }

  /** What was not computed is NULL in a table. */
  private static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static @Nullable Integer code(int value) {
    return value < 0 ? null : value;
  }
}
