package io.nfcs.tier;

/**
 * A tier is there and has answered a call with an error, as a server does that is full. It is not
 * away: other calls may go on.
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

  /** One word, the same for all refusals of one reason. */
  public String kind() {
    return kind;
  }
}
