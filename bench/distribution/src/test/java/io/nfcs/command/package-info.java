/** Tests of the command as a user starts it. */
@NullMarked
package io.nfcs.command;

import org.jspecify.annotations.NullMarked;
