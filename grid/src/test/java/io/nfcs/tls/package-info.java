/** Certificates for tests. */
@NullMarked
package io.nfcs.tls;

import org.jspecify.annotations.NullMarked;
