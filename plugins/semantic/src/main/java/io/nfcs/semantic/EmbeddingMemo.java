package io.nfcs.semantic;

import io.nfcs.config.NfcsConfig;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.eviction.Evictable;
import io.nfcs.eviction.EvictionOrder;
import io.nfcs.memory.Digest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Memo of the vectors of recently embedded texts, which embeds a text once at a time, however many
 * threads ask for it.
 *
 * <p><b>Threads.</b> Any; hits wait for no lock. A thread that asks for a text under way waits for
 * the thread that embeds it. A vector is put into the map before its flight ends, so a text is not
 * embedded twice while it is kept. <b>Owns</b> the embedder, and memory up to its limit.
 * <b>Allocates</b> the vector of each unknown text, else nothing. <b>Fails</b> as the embedder
 * does, for all that wait for the text; the next request tries again.
 */
final class EmbeddingMemo implements Embedder {
  /** Objects of a vector and of its places in tables. */
  private static final int OVERHEAD_BYTES = 160;

  private final Embedder embedder;
  private final long maxBytes;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<float[]>> flights = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final EvictionOrder<Known> policy = new EvictionOrder<>(AdaptivePolicy::new);
  private long bytes;

  /** A text whose vector is kept. */
  private static final class Known extends Evictable {
    final String text;
    final float[] vector;

    Known(String text, float[] vector) {
      super(
          Digest.mix(text.hashCode(), text.length()),
          OVERHEAD_BYTES + 2L * text.length() + (long) Float.BYTES * vector.length);
      this.text = text;
      this.vector = vector;
    }
  }

  private EmbeddingMemo(Embedder embedder, long maxBytes) {
    this.embedder = embedder;
    this.maxBytes = maxBytes;
    policy.limitBytes(maxBytes);
  }

  /**
   * Returns a memo before an embedder that is costly if there is memory for it, else the embedder.
   */
  static Embedder before(Embedder embedder, long maxBytes) {
    return embedder.isCostly() && maxBytes > 0 ? new EmbeddingMemo(embedder, maxBytes) : embedder;
  }

  @Override
  public String name() {
    return embedder.name();
  }

  @Override
  public void open(NfcsConfig config) {
    embedder.open(config);
  }

  @Override
  public String id() {
    return embedder.id();
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public void embed(String text, float[] vector) {
    Known kept = known.get(text);
    if (kept == null) {
      copy(fly(text), vector);
    } else {
      copy(kept.vector, vector);
      use(kept);
    }
  }

  @Override
  public void close() {
    embedder.close();
  }

  /** Returns the bytes of the kept vectors. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }

  private float[] fly(String text) {
    CompletableFuture<float[]> own = new CompletableFuture<>();
    CompletableFuture<float[]> other = flights.putIfAbsent(text, own);
    if (other != null) {
      return landed(other);
    }
    try {
      // it may have landed between the look for it and this start
      Known kept = known.get(text);
      float[] vector = kept == null ? embedded(text) : kept.vector;
      own.complete(vector);
      return vector;
    } catch (RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(text, own);
    }
  }

  private static float[] landed(CompletableFuture<float[]> flight) {
    try {
      return flight.join();
    } catch (CompletionException e) {
      @Nullable Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof RuntimeException failure ? failure : e;
    }
  }

  private float[] embedded(String text) {
    float[] vector = new float[embedder.dimension()];
    embedder.embed(text, vector);
    if (isFinite(vector)) {
      keep(new Known(text, vector));
    }
    return vector;
  }

  /** Returns whether all components are finite; other vectors are failures. */
  private static boolean isFinite(float[] vector) {
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  private void keep(Known text) {
    if (text.bytes() > maxBytes) {
      return;
    }
    lock.lock();
    try {
      known.put(text.text, text);
      policy.admitted(text);
      bytes += text.bytes();
      while (bytes > maxBytes) {
        Known victim = Objects.requireNonNull(policy.victim());
        known.remove(victim.text, victim);
        bytes -= victim.bytes();
      }
    } finally {
      lock.unlock();
    }
  }

  private void use(Known kept) {
    // a hit that is not counted for lack of the lock changes little
    if (lock.tryLock()) {
      try {
        if (known.get(kept.text) == kept) {
          policy.accessed(kept);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
