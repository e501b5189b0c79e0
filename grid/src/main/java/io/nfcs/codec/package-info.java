/**
 * Values and keys as bytes: {@link io.nfcs.codec.Codec}, and the arguments of pure functions.
 *
 * <p>A contract package; no library.
 */
@NullMarked
package io.nfcs.codec;

import org.jspecify.annotations.NullMarked;
