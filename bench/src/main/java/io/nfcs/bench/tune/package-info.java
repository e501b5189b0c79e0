/**
 * Tuning: measures a loop, proposes changes of its settings, tries one by executing its ticks with
 * and without it, and keeps it only if it is proved to be better.
 *
 * <p>{@link io.nfcs.bench.tune.Tuner} is the way in.
 */
@NullMarked
package io.nfcs.bench.tune;

import org.jspecify.annotations.NullMarked;
