package io.nfcs.constitution;

/** Decision about an action or a tick, from the mildest to the strictest. */
public enum Decision {
  /** Allowed. */
  ACCEPT(0),
  /** Allowed and monitored. */
  MONITOR(1),
  /** Not allowed. */
  REJECT(2),
  /** Control reduced until the danger is over; of a tick only. */
  EMERGENCY(3);

  private final int code;

  Decision(int code) {
    this.code = code;
  }

  /** Returns the code in the journal; never changes. */
  public int code() {
    return code;
  }

  /** Returns the stricter of two decisions. */
  public Decision or(Decision other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
