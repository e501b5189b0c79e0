/** Tests of the command as a user starts it. */
@NullMarked
package io.nfcs.bench.cli;

import org.jspecify.annotations.NullMarked;
