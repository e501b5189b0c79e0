/** Tests of the list of benchmarks. */
@NullMarked
package io.nfcs.jmh;

import org.jspecify.annotations.NullMarked;
