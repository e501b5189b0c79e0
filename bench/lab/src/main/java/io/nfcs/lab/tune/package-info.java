/**
 * Tuning: measures a loop, proposes changes of its settings, tries one by executing its ticks with
 * and without it, and keeps it only if it is proved to be better.
 *
 * <p>Entry point: {@link io.nfcs.lab.tune.Tuner}.
 */
@NullMarked
package io.nfcs.lab.tune;

import org.jspecify.annotations.NullMarked;
