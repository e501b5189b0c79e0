/** Tests of what all commands share. */
@NullMarked
package io.nfcs.command;

import org.jspecify.annotations.NullMarked;
