package io.nfcs.lab.tune;

import java.util.List;

/**
 * Results of a tuner.
 *
 * @param measured measurements of the loop
 * @param proposals possible changes, the most promising first
 * @param trials trials in their order; only the last can have been kept
 */
record Tuning(Measured measured, List<Proposal> proposals, List<Trial> trials) {}
