@NullMarked
package io.nfcs.lab.load;

import org.jspecify.annotations.NullMarked;
