package io.nfcs.tick;

/** Status of a stage on a tick. */
public enum StageStatus {
  /** Not executed so far. */
  PENDING(0),
  /** Ended normally. */
  OK(1),
  /** Threw an exception; the tick is failed. */
  FAILED(2),
  /** Skipped, since a stage that it depends on failed. */
  SKIPPED(3);

  private static final StageStatus[] BY_CODE = values();

  private final byte code;

  StageStatus(int code) {
    this.code = (byte) code;
  }

  /** Returns the code in the journal; never changes. */
  public byte code() {
    return code;
  }

  /** Returns the status of a code, or throws an exception that lists those allowed. */
  public static StageStatus of(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("stage status " + code + ", allowed 0..3");
    }
    return BY_CODE[code];
  }
}
