/** The HTTP endpoint and who may use it. */
@NullMarked
package io.nfcs.monitor.web;

import org.jspecify.annotations.NullMarked;
