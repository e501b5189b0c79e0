@NullMarked
package io.nfcs.bench.report;

import org.jspecify.annotations.NullMarked;
