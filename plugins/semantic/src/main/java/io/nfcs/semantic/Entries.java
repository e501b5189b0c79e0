package io.nfcs.semantic;

import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.eviction.EvictionOrder;
import io.nfcs.memory.Digest;
import io.nfcs.semantic.index.VectorIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a cache, with their order of expiry and of eviction.
 *
 * <p><b>Threads.</b> {@link #meaning}, {@link #entry} and {@link #texts} by any, from concurrent
 * maps; all else under the cache's lock.
 */
final class Entries {
  /** Objects of an entry, of its text and of its place in tables. */
  private static final int ENTRY_BYTES = 320;

  private final SemanticSettings settings;
  private final int dimension;
  private final long vectorBytes;
  private final VectorIndex<Meaning> index;
  private final Map<String, Meaning> meanings = new ConcurrentHashMap<>();
  private final EvictionOrder<Entry> policy = new EvictionOrder<>(AdaptivePolicy::new);
  private final PriorityQueue<Entry> mortal =
      new PriorityQueue<>(Comparator.comparingLong(entry -> entry.deadNanos));
  private long count;
  private long bytes;

  Entries(SemanticSettings settings, int dimension, VectorIndex<Meaning> index) {
    this.settings = settings;
    this.dimension = dimension;
    this.index = index;
    vectorBytes = (long) dimension * Float.BYTES + VectorIndex.OVERHEAD_BYTES;
    policy.limitBytes(settings.maxBytes());
  }

  @Nullable Meaning meaning(String text) {
    return meanings.get(text);
  }

  @Nullable Entry entry(String text, String context) {
    Meaning meaning = meanings.get(text);
    return meaning == null ? null : meaning.entries.get(context);
  }

  /** Returns a copy of the vector of a text, without components if it says nothing. */
  float[] vector(Meaning meaning) {
    float[] vector = new float[meaning.row == Meaning.NO_ROW ? 0 : dimension];
    if (vector.length > 0) {
      index.read(meaning.row, vector);
    }
    return vector;
  }

  /**
   * Adds a text.
   *
   * @param row of its vector, {@link VectorIndex#ANY_ROW} for any that is free
   * @param vector without components if it says nothing
   */
  Meaning add(String text, int row, float[] vector) {
    Meaning meaning = new Meaning(text);
    if (vector.length > 0) {
      meaning.row = index.add(row, vector, meaning);
    }
    meanings.put(text, meaning);
    return meaning;
  }

  /** Adds an entry of a text, in place of any earlier one of its context. */
  Entry add(Meaning meaning, String context, byte[] value, long storedNanos, long deadNanos) {
    long hash = Digest.mix(meaning.text.hashCode(), context.hashCode());
    long size = ENTRY_BYTES + 8L * meaning.text.length() + value.length + vectorBytes;
    Entry entry = new Entry(meaning, context, value, storedNanos, deadNanos, hash, size);
    Entry old = meaning.entries.put(context, entry);
    if (old != null) {
      policy.removed(old);
      forget(old);
    }
    policy.admitted(entry);
    count++;
    bytes += entry.bytes();
    if (deadNanos != Entry.NEVER) {
      mortal.add(entry);
    }
    if (mortal.size() > 2 * count + 64) {
      mortal.removeIf(known -> !known.isKept());
    }
    return entry;
  }

  void accessed(Entry entry) {
    if (entry.isKept()) {
      policy.accessed(entry);
    }
  }

  void remove(Entry entry) {
    policy.removed(entry);
    drop(entry);
  }

  void clear() {
    List<Entry> all = new ArrayList<>();
    meanings.values().forEach(meaning -> all.addAll(meaning.entries.values()));
    all.forEach(this::remove);
    mortal.clear();
  }

  /**
   * Removes the entry to evict for lack of room, and returns whether there was one.
   *
   * @param leaving is told first; if it throws, the entry stays
   */
  boolean evict(Consumer<Entry> leaving) {
    if (count <= settings.maxEntries() && bytes <= settings.maxBytes()) {
      return false;
    }
    Entry victim = policy.victim();
    if (victim == null) {
      return false;
    }
    try {
      leaving.accept(victim);
    } catch (RuntimeException | Error refused) {
      policy.admitted(victim);
      throw refused;
    }
    drop(victim);
    return true;
  }

  /**
   * Removes the entry that expired first, and returns whether there was one.
   *
   * @param leaving is told first; if it throws, the entry stays
   */
  boolean expire(long nowNanos, Consumer<Entry> leaving) {
    Entry first = mortal.peek();
    while (first != null && first.isDead(nowNanos)) {
      boolean isKept = first.isKept();
      if (isKept) {
        leaving.accept(first);
        remove(first);
      }
      mortal.remove();
      if (isKept) {
        return true;
      }
      first = mortal.peek();
    }
    return false;
  }

  long count() {
    return count;
  }

  int texts() {
    return meanings.size();
  }

  long bytes() {
    return bytes;
  }

  private void drop(Entry entry) {
    Meaning meaning = entry.meaning;
    meaning.entries.remove(entry.context, entry);
    forget(entry);
    if (meaning.entries.isEmpty()) {
      meanings.remove(meaning.text);
      if (meaning.row != Meaning.NO_ROW) {
        index.remove(meaning.row);
      }
    }
  }

  private void forget(Entry entry) {
    count--;
    bytes -= entry.bytes();
  }
}
