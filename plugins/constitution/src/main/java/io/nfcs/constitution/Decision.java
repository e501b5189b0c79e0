package io.nfcs.constitution;

/** What is decided about an action or a tick, from the mildest to the strictest. */
public enum Decision {
  /** It may be. */
  ACCEPT(0),
  /** It may be, and is watched. */
  MONITOR(1),
  /** It may not be. */
  REJECT(2),
  /** All is held down until the danger is over; of a tick only. */
  EMERGENCY(3);

  private final int code;

  Decision(int code) {
    this.code = code;
  }

  /** Returns the code of the journal; never changes. */
  public int code() {
    return code;
  }

  /** Returns the stricter of two. */
  public Decision or(Decision other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
