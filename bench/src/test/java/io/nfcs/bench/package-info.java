/** Rules of the house, and tests of the command. */
@NullMarked
package io.nfcs.bench;

import org.jspecify.annotations.NullMarked;
