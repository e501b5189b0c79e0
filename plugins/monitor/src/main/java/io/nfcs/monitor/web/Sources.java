package io.nfcs.monitor.web;

import io.nfcs.counters.ErrorLog;
import io.nfcs.grid.Grid;
import io.nfcs.monitor.alert.Alerts;
import io.nfcs.monitor.cause.LateTicks;
import io.nfcs.monitor.health.Health;
import io.nfcs.monitor.live.FieldImage;
import io.nfcs.monitor.live.RecentTicks;
import io.nfcs.monitor.metrics.RunMetrics;
import io.nfcs.monitor.parts.Parts;

/**
 * Sources of the endpoint's contents.
 *
 * @param metrics all metrics
 * @param health health of the run
 * @param alerts the alerts
 * @param ticks the latest ticks
 * @param late the late ticks, with their causes
 * @param field the latest field
 * @param grid grid with the caches
 * @param parts reads parts that may not answer
 * @param errors log of failures
 */
public record Sources(
    RunMetrics metrics,
    Health health,
    Alerts alerts,
    RecentTicks ticks,
    LateTicks late,
    FieldImage field,
    Grid grid,
    Parts parts,
    ErrorLog errors) {}
