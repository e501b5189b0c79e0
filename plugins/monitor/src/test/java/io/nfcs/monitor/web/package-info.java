/** Tests of the server of HTTP. */
@NullMarked
package io.nfcs.monitor.web;

import org.jspecify.annotations.NullMarked;
