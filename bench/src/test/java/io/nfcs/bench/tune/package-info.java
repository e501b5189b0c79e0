@NullMarked
package io.nfcs.bench.tune;

import org.jspecify.annotations.NullMarked;
