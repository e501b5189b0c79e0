/**
 * The near tier: values in native memory of this JVM, read in place.
 *
 * <p>Look-ups by any thread take no lock and allocate nothing; changes take the tier's one lock.
 * Knows the contracts of {@code cache} and {@code eviction}, {@code memory} and {@code index}.
 */
@NullMarked
package io.nfcs.grid.near;

import org.jspecify.annotations.NullMarked;
