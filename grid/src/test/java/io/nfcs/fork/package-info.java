/**
 * Processes of their own, for tests that kill them or need more memory, none of which outlives
 * them.
 */
@NullMarked
package io.nfcs.fork;

import org.jspecify.annotations.NullMarked;
