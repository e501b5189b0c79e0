/** Processes of their own, for tests that kill them or need more memory. */
@NullMarked
package io.nfcs.fork;

import org.jspecify.annotations.NullMarked;
