@NullMarked
package io.nfcs.bench.suite;

import org.jspecify.annotations.NullMarked;
