/**
 * Counts: every counter with its unit, the laws that hold between counters, and the log of distinct
 * errors.
 *
 * <p>A contract package; no library but Agrona and SLF4J. Any thread may count; nothing here waits
 * or allocates on the way.
 */
@NullMarked
package io.nfcs.counters;

import org.jspecify.annotations.NullMarked;
