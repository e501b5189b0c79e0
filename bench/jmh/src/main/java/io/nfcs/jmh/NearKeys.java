package io.nfcs.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Keys of one thread alone, of which none is in {@link NearPeers} at the start, in rotation. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls choose before anything else
public class NearKeys {
  private static final int KEYS = 1024;

  private Long[] keys;
  private int next;

  /** Made by JMH. */
  public NearKeys() {}

  /** Chooses them by the number of the thread. */
  @Setup(Level.Trial)
  public void choose(ThreadParams thread) {
    keys = new Long[KEYS];
    for (int i = 0; i < KEYS; i++) {
      keys[i] = NearPeers.key(thread.getThreadIndex() * (long) KEYS + i);
    }
  }

  Long[] all() {
    return keys;
  }

  Long next() {
    return keys[next++ & (KEYS - 1)];
  }
}
