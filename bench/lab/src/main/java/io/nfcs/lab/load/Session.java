package io.nfcs.lab.load;

/**
 * Session of one user with the system under load.
 *
 * <p><b>Threads.</b> The user's.
 */
interface Session extends AutoCloseable {
  /**
   * Does an operation on a key.
   *
   * @throws Exception if it fails; it is counted by its class
   */
  void perform(Operation operation, long key) throws Exception;

  @Override
  void close();
}
