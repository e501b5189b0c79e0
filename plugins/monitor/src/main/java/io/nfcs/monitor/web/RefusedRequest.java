package io.nfcs.monitor.web;

/** Thrown for a malformed or too large request: its connection ends with the response. */
final class RefusedRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  RefusedRequest(int status) {
    super("status " + status, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
