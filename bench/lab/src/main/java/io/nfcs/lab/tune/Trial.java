package io.nfcs.lab.tune;

import io.nfcs.lab.replay.Comparison;
import io.nfcs.tick.TuningReceipt;

/**
 * A change that was tried.
 *
 * @param proposal the change
 * @param comparison of the ticks without and with it
 * @param receipt what the journal has of it
 */
public record Trial(Proposal proposal, Comparison comparison, TuningReceipt receipt) {}
