package io.nfcs.lab.tune;

import io.nfcs.pipeline.RunSummary;
import java.util.List;

/**
 * What was measured of a loop, before anything is changed.
 *
 * @param run its own summary
 * @param caches its caches
 * @param fragmentation largest of its regions, 0 to 1
 * @param collectionShare share of the time in which the collector held everything up
 * @param cores processors there are
 */
public record Measured(
    RunSummary run,
    List<CacheMeasure> caches,
    double fragmentation,
    double collectionShare,
    int cores) {}
