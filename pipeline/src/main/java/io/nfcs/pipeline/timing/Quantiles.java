package io.nfcs.pipeline.timing;

/**
 * Quantiles of a duration, in microseconds.
 *
 * @param p50 median
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param max largest
 */
public record Quantiles(double p50, double p99, double p999, double max) {}
