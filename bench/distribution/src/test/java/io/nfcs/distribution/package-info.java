/** Tests of all modules together, and of what a user takes home. */
@NullMarked
package io.nfcs.distribution;

import org.jspecify.annotations.NullMarked;
