/** Fitness checks of a machine and a JVM for the loop, with the cost of each problem. */
@NullMarked
package io.nfcs.command.doctor;

import org.jspecify.annotations.NullMarked;
