/**
 * A small server of HTTP/1.1 that never reads a body: each connection has a virtual thread, all of
 * them limited in number and in time.
 */
@NullMarked
package io.nfcs.monitor.http;

import org.jspecify.annotations.NullMarked;
