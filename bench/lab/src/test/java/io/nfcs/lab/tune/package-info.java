@NullMarked
package io.nfcs.lab.tune;

import org.jspecify.annotations.NullMarked;
