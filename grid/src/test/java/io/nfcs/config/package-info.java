/** Tests of the configuration. */
@NullMarked
package io.nfcs.config;

import org.jspecify.annotations.NullMarked;
