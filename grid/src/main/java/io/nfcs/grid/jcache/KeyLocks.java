package io.nfcs.grid.jcache;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One change of a key at a time. */
final class KeyLocks {
  private static final int STRIPES = 256;

  private final Lock[] stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);

  <T extends @Nullable Object> T locked(byte[] key, Supplier<T> work) {
    Lock stripe = stripes[stripe(key)];
    stripe.lock();
    try {
      return work.get();
    } finally {
      stripe.unlock();
    }
  }

  /** The same with several keys, which are locked in one order for all. */
  <T extends @Nullable Object> T locked(Collection<byte[]> keys, Supplier<T> work) {
    int[] order = keys.stream().mapToInt(KeyLocks::stripe).distinct().sorted().toArray();
    for (int stripe : order) {
      stripes[stripe].lock();
    }
    try {
      return work.get();
    } finally {
      for (int stripe : order) {
        stripes[stripe].unlock();
      }
    }
  }

  private static int stripe(byte[] key) {
    return (Arrays.hashCode(key) * 0x9E3779B9) >>> 24;
  }
}
