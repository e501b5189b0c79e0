package io.nfcs.tier;

/**
 * Thrown when a tier answers a call with an error, as a full server does. The tier is not away:
 * other calls may succeed. It says for certain that the call had no effect: after a refused store
 * the cache removes the earlier entry of the key.
 */
public final class TierRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String kind;

  /**
   * A refusal.
   *
   * @param kind one word, the same for all refusals of one reason, such as {@code OOM}
   */
  public TierRefusedException(String kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns one word, the same for all refusals of one reason. */
  public String kind() {
    return kind;
  }
}
