package io.nfcs.lab.tune;

import io.nfcs.pipeline.RunSummary;
import java.util.List;

/**
 * Measurements of a loop before any change.
 *
 * @param run its own summary
 * @param caches its caches
 * @param fragmentation largest of its regions, 0 to 1
 * @param collectionShare share of the time in which the collector stopped all threads
 * @param cores number of processors
 */
record Measured(
    RunSummary run,
    List<CacheMeasure> caches,
    double fragmentation,
    double collectionShare,
    int cores) {}
