/**
 * Configuration: one declared {@link io.nfcs.config.Setting} per key, read from YAML with line
 * numbers and bound to records.
 *
 * <p>The only place that imports the YAML reader. Used by the starting thread only. Knows nothing
 * of the rest of the grid.
 */
@NullMarked
package io.nfcs.config;

import org.jspecify.annotations.NullMarked;
