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
 * What the endpoint tells of.
 *
 * @param metrics all metrics
 * @param health whether the run is well
 * @param alerts what is wrong
 * @param ticks the latest ticks
 * @param late the late ones, with their causes
 * @param field the latest field
 * @param grid with the caches
 * @param parts asks what may not answer
 * @param errors where it is told what fails
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
