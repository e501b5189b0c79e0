/**
 * The HTTP endpoint: what it answers, access rights, and a small server of HTTP/1.1 that never
 * reads a body.
 *
 * <p>Each connection has a virtual thread; all of them are limited in number and in time.
 */
@NullMarked
package io.nfcs.monitor.web;

import org.jspecify.annotations.NullMarked;
