package io.nfcs.lab.report;

/**
 * A score of JMH with its uncertainty; either is {@code NaN} if JMH has no number for it.
 *
 * @param value mean of all iterations, or another value as the mode demands
 * @param error half of the mean's confidence interval of 99.9 %
 */
record JmhScore(double value, double error) {}
