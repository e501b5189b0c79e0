package io.nfcs.lab.tune;

import java.util.List;

/**
 * What a tuner has done.
 *
 * @param measured what it found
 * @param proposals what could be changed, the most promising first
 * @param trials what was tried, in the order of trying; the last one was kept, or none
 */
public record Tuning(Measured measured, List<Proposal> proposals, List<Trial> trials) {}
