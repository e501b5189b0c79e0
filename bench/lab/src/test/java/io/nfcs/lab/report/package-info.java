@NullMarked
package io.nfcs.lab.report;

import org.jspecify.annotations.NullMarked;
