package io.nfcs.monitor.http;

/**
 * A request that is not a request, or one that is too large: its connection ends with the answer.
 */
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
