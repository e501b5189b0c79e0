/** Tests of health. */
@NullMarked
package io.nfcs.monitor.health;

import org.jspecify.annotations.NullMarked;
