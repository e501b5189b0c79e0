package io.nfcs.tick;

/** How a stage ended on a tick. */
public enum StageStatus {
  /** It has not run (yet). */
  PENDING(0),
  /** It ran to its end. */
  OK(1),
  /** It threw; the tick is failed. */
  FAILED(2),
  /** A stage it depends on failed, so it did not run. */
  SKIPPED(3);

  private static final StageStatus[] BY_CODE = values();

  private final byte code;

  StageStatus(int code) {
    this.code = (byte) code;
  }

  /** What the journal keeps; never changes. */
  public byte code() {
    return code;
  }

  /** The status of a code, or an exception that says what is allowed. */
  public static StageStatus of(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("stage status " + code + ", allowed 0..3");
    }
    return BY_CODE[code];
  }
}
