/** Tests of the server of HTTP. */
@NullMarked
package io.nfcs.monitor.http;

import org.jspecify.annotations.NullMarked;
