/** The HTTP endpoint and its access rights. */
@NullMarked
package io.nfcs.monitor.web;

import org.jspecify.annotations.NullMarked;
