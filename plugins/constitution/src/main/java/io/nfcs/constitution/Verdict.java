package io.nfcs.constitution;

import java.util.List;

/**
 * Verdict of the policies on a context. Immutable and shared by equal contexts.
 *
 * @param epoch of the policies
 * @param decision the strictest resulting decision
 * @param violated policies that are violated, the highest priority first
 * @param deciding violated policies with this decision
 */
public record Verdict(long epoch, Decision decision, List<Policy> violated, List<Policy> deciding) {
  /** Copies the lists. */
  public Verdict {
    violated = List.copyOf(violated);
    deciding = List.copyOf(deciding);
  }
}
