/** Rules of the house, and tests of the command. */
@NullMarked
package io.nfcs.house;

import org.jspecify.annotations.NullMarked;
