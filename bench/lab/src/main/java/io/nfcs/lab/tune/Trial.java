package io.nfcs.lab.tune;

import io.nfcs.lab.replay.Comparison;
import io.nfcs.tick.TuningReceipt;

/**
 * A trial of a change.
 *
 * @param proposal the change
 * @param comparison of the ticks without and with it
 * @param receipt its entry in the journal
 */
record Trial(Proposal proposal, Comparison comparison, TuningReceipt receipt) {}
