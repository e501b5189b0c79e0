package io.nfcs.constitution;

import java.util.List;

/**
 * What the policies say of a context. Immutable, and shared by all who ask the same.
 *
 * @param epoch of the policies
 * @param decision the strictest that follows
 * @param violated policies that are violated, the highest priority first
 * @param deciding those of them from which the decision follows
 */
public record Verdict(long epoch, Decision decision, List<Policy> violated, List<Policy> deciding) {
  /** Copies the lists. */
  public Verdict {
    violated = List.copyOf(violated);
    deciding = List.copyOf(deciding);
  }
}
