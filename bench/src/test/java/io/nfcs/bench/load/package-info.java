@NullMarked
package io.nfcs.bench.load;

import org.jspecify.annotations.NullMarked;
