/**
 * Conditions in the Common Expression Language: compiled, checked and evaluated.
 *
 * <p>The only package that knows dev.cel.
 */
@NullMarked
package io.nfcs.constitution.cel;

import org.jspecify.annotations.NullMarked;
