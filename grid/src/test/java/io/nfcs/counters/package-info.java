/** Tests of counters and their laws. */
@NullMarked
package io.nfcs.counters;

import org.jspecify.annotations.NullMarked;
