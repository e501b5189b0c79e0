package io.nfcs.monitor.cause;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tick with what was measured around it.
 *
 * @param span its way
 * @param before the way of the tick before it, {@code null} if there was none
 * @param usual how long each piece usually takes
 * @param delayNanos how long the loop's threads were ready and got no processor
 * @param journalNanos how long the append of the tick before took
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
  /** Returns how much later than usual it was done. */
  long lateNanos() {
    return span.totalNanos() - Arrays.stream(usual).sum();
  }
}
