/** Rules against simulated series. */
@NullMarked
package io.nfcs.monitor.alert;

import org.jspecify.annotations.NullMarked;
