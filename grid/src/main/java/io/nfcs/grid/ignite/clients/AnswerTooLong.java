package io.nfcs.grid.ignite.clients;

import org.apache.ignite.internal.processors.platform.client.ClientStatus;
import org.apache.ignite.internal.processors.platform.client.IgniteClientException;

/** An answer that would be longer than clients may have one. */
final class AnswerTooLong extends IgniteClientException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception whose message says what may be done.
   *
   * @param advice advice for a smaller request
   */
  AnswerTooLong(int mostBytes, String advice) {
    super(
        ClientStatus.FAILED,
        "the answer is longer than grid.clients.answer_bytes ("
            + mostBytes
            + ") allows; ask for "
            + advice);
  }
}
