/**
 * Open-loop load: virtual users whose operations are due at times of their own, whatever the system
 * does meanwhile, beside the loop of this JVM or against a running grid through thin clients.
 *
 * <p>Entry point: {@link io.nfcs.lab.load.LoadTest}.
 */
@NullMarked
package io.nfcs.lab.load;

import org.jspecify.annotations.NullMarked;
