package io.nfcs.semantic;

import org.jspecify.annotations.Nullable;

/**
 * Receiver of every change of the entries, which may keep it for the next process.
 *
 * <p><b>Threads.</b> One at a time, except for {@link #await}. <b>Fails</b> with an {@link
 * java.io.UncheckedIOException} if a change cannot be kept, which must then not be made.
 */
interface EntryLog extends AutoCloseable {
  /** Log that keeps nothing. */
  EntryLog NONE = new Forgetful();

  /**
   * Records that an entry is stored.
   *
   * @param vector that of its text if the text is new, without components if it says nothing
   * @return the number of the change
   */
  long stored(
      String text,
      String context,
      byte[] value,
      long storedNanos,
      long deadNanos,
      float @Nullable [] vector);

  /** Records that an entry is removed, for whatever reason. */
  long removed(String text, String context);

  /** Records that an entry has been wrong, and serves only from this cosine on. */
  long wrong(String text, String context, double leastCosine);

  /** Records that all entries are removed. */
  long cleared();

  /** Waits until a change is as durable as the configuration says. */
  void await(long change);

  /** Returns how many changes could not be kept, or not yet. */
  long failures();

  @Override
  void close();

  /** The log of a cache that lives as long as its process. */
  final class Forgetful implements EntryLog {
    private Forgetful() {}

    @Override
    public long stored(
        String text,
        String context,
        byte[] value,
        long storedNanos,
        long deadNanos,
        float @Nullable [] vector) {
      return 0;
    }

    @Override
    public long removed(String text, String context) {
      return 0;
    }

    @Override
    public long wrong(String text, String context, double leastCosine) {
      return 0;
    }

    @Override
    public long cleared() {
      return 0;
    }

    @Override
    public void await(long change) {}

    @Override
    public long failures() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
