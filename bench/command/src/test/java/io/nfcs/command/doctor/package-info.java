/** Machines with one fault each. */
@NullMarked
package io.nfcs.command.doctor;

import org.jspecify.annotations.NullMarked;
