@NullMarked
package io.nfcs.lab.suite;

import org.jspecify.annotations.NullMarked;
