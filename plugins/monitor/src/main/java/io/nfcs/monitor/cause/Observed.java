package io.nfcs.monitor.cause;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of a tick.
 *
 * @param span span of the tick
 * @param before span of the tick before, {@code null} if there was none
 * @param usual usual time of each piece
 * @param delayNanos time for which the loop's threads were ready without a processor
 * @param journalNanos time of the append of the tick before
 * @param tierNanos time of look-ups by tier
 */
@SuppressWarnings("ArrayRecordComponent") // written once, then only read
record Observed(
    Span span,
    @Nullable Span before,
    long[] usual,
    long delayNanos,
    long journalNanos,
    Map<String, Long> tierNanos) {
  /** Returns the delay of the tick beyond the usual. */
  long lateNanos() {
    return span.totalNanos() - Arrays.stream(usual).sum();
  }
}
