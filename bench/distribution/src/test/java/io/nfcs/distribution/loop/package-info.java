/** The whole loop in this JVM, with inputs that the tests make. */
@NullMarked
package io.nfcs.distribution.loop;

import org.jspecify.annotations.NullMarked;
