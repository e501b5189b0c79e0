/** Whether a machine and a JVM are fit for the loop, and what it costs where they are not. */
@NullMarked
package io.nfcs.command.doctor;

import org.jspecify.annotations.NullMarked;
