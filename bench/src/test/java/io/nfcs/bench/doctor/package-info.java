/** Machines with one fault each. */
@NullMarked
package io.nfcs.bench.doctor;

import org.jspecify.annotations.NullMarked;
