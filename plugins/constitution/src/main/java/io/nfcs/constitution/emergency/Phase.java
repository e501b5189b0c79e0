package io.nfcs.constitution.emergency;

/** Where an emergency has come to. */
public enum Phase {
  /** There is none. */
  NONE(0),
  /** It is on. */
  ACTIVE(1),
  /** It is over, and it is judged whether the loop has recovered. */
  RECOVERY(2);

  private static final Phase[] BY_CODE = values();

  private final int code;

  Phase(int code) {
    this.code = code;
  }

  static Phase of(int code) {
    return BY_CODE[code];
  }

  /** Returns the code of the journal; never changes. */
  public int code() {
    return code;
  }
}
