/**
 * Benchmarks, each with its peer in the same run.
 *
 * <p>Run by JMH in forked JVMs; a state belongs to one thread. Uses JMH and the peers' libraries.
 * Dependencies: uses the modules it measures; no module uses it.
 */
@NullMarked
package io.nfcs.jmh;

import org.jspecify.annotations.NullMarked;
