/**
 * The benchmark suite: solvers, loop, policies, memory, cache, monitoring and load, each against
 * targets of the configuration.
 */
@NullMarked
package io.nfcs.lab.suite;

import org.jspecify.annotations.NullMarked;
