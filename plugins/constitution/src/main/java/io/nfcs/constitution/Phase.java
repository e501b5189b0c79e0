package io.nfcs.constitution;

/** Phase of an emergency. */
enum Phase {
  /** No emergency. */
  NONE(0),
  /** Emergency in force. */
  ACTIVE(1),
  /** Emergency over, recovery of the loop under observation. */
  RECOVERY(2);

  private static final Phase[] BY_CODE = values();

  private final int code;

  Phase(int code) {
    this.code = code;
  }

  static Phase of(int code) {
    return BY_CODE[code];
  }

  /** Returns the code in the journal; never changes. */
  public int code() {
    return code;
  }
}
