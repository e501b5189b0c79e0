/**
 * Tuning: measures a loop, proposes changes of its settings, tries one by executing its ticks with
 * and without it, and keeps it only if it is proved to be better.
 *
 * <p>{@link io.nfcs.lab.tune.Tuner} is the way in.
 */
@NullMarked
package io.nfcs.lab.tune;

import org.jspecify.annotations.NullMarked;
