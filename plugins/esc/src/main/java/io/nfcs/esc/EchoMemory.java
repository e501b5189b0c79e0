package io.nfcs.esc;

import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;

/**
 * Memory of the last time of tokens: sets of eight places, chosen by the token's id; in a set the
 * token said longest ago is evicted first. A time of 0 is a free place.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
final class EchoMemory {
  private static final int WAYS = 8;
  private static final double LN_2 = 0.6931471805599453;

  private final long[] ids;
  private final long[] said;
  private final double halfLife;

  /**
   * Creates an empty memory.
   *
   * @param tokens a power of two, 8 or more
   * @param halfLife ticks after which an echo is half as strong
   */
  EchoMemory(int tokens, double halfLife) {
    ids = new long[tokens];
    said = new long[tokens];
    this.halfLife = halfLife;
  }

  /** Returns an empty memory of the same size. */
  EchoMemory empty() {
    return new EchoMemory(ids.length, halfLife);
  }

  /** Returns the bytes of {@link #save}. */
  int stateBytes() {
    return Integer.BYTES + 2 * ids.length * Long.BYTES;
  }

  /** Writes the number of places as {@code int}, their tokens, and when each was said. */
  void save(StateWriter to) {
    to.writeInt(ids.length);
    to.writeLongs(ids, 0, ids.length);
    to.writeLongs(said, 0, said.length);
  }

  void restore(StateReader from) {
    from.expect("echo_tokens", ids.length);
    from.readLongs(ids, 0, ids.length);
    from.readLongs(said, 0, said.length);
  }

  /**
   * Returns the strength of the echo of an earlier time: 2^(-age / half-life), 0 if there was none.
   */
  double echo(long id, long now) {
    int first = first(id);
    for (int i = first; i < first + WAYS; i++) {
      if (ids[i] == id && said[i] > 0) {
        return StrictMath.exp(-LN_2 * (now - said[i]) / halfLife);
      }
    }
    return 0;
  }

  /**
   * Records that a token is said.
   *
   * @param now 1 or more
   */
  void say(long id, long now) {
    int first = first(id);
    int place = first;
    for (int i = first; i < first + WAYS; i++) {
      if (ids[i] == id) {
        place = i;
        break;
      }
      place = said[i] < said[place] ? i : place;
    }
    ids[place] = id;
    said[place] = now;
  }

  private int first(long id) {
    return (int) (id & (ids.length - 1)) & -WAYS;
  }
}
