package io.nfcs.semantic;

import io.nfcs.cache.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.eviction.EvictionPolicy;
import io.nfcs.memory.Digest;
import io.nfcs.semantic.SemanticHit.Match;
import io.nfcs.semantic.index.VectorIndex;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Results that are kept by text, and found by a text that says the same.
 *
 * <p>A hit is the entry of the same context with the largest cosine among those at or above the
 * threshold that live and that all {@link Guard}s let pass. What {@link #store} has stored is found
 * when it returns.
 *
 * <p><b>Threads.</b> Any. Look-ups take no lock. <b>Owns</b> its memory and its embedder.
 * <b>Allocates</b> per look-up what the embedder does, and the hit. <b>Fails</b> with an {@link
 * IllegalArgumentException} on a text that is empty, too long or not text; nothing is changed then.
 *
 * @param <V> results
 */
public final class SemanticCache<V> implements AutoCloseable {
  /** The context of who has none. */
  public static final String ANY = "";

  /** Objects of an entry, of its text and of its place in tables. */
  private static final int ENTRY_BYTES = 320;

  private final SemanticSettings settings;
  private final Embedder embedder;
  private final Codec<V> codec;
  private final NanoClock clock;
  private final VectorIndex<Meaning> index;
  private final ThreadPoolExecutor background;
  private final ThreadLocal<Lookup> lookups;
  private final Map<String, Meaning> meanings = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final EvictionPolicy policy = new AdaptivePolicy();
  private final PriorityQueue<Entry> mortal =
      new PriorityQueue<>(Comparator.comparingLong(entry -> entry.deadNanos));
  private final Tally<Match> hits = new Tally<>(Match.class);
  private final Tally<Guard> refused = new Tally<>(Guard.class);
  private final LongAdder misses = new LongAdder();
  private final LongAdder right = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private long stores;
  private long evictions;
  private long expirations;
  private long entries;
  private long bytes;

  private SemanticCache(
      SemanticSettings settings, Embedder embedder, Codec<V> codec, NanoClock clock) {
    this.settings = settings;
    this.embedder = embedder;
    this.codec = codec;
    this.clock = clock;
    policy.limitBytes(settings.maxBytes());
    background =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "nfcs-semantic-basis");
              thread.setDaemon(true);
              return thread;
            });
    background.allowCoreThreadTimeOut(true);
    index = new VectorIndex<>(embedder.dimension(), background);
    lookups =
        ThreadLocal.withInitial(
            () -> new Lookup(embedder.dimension(), index.search(), settings.guards(), refused));
  }

  /**
   * Opens an empty cache.
   *
   * @param config section {@code semantic}, and that of the embedder
   * @param codec of the results
   */
  public static <V> SemanticCache<V> open(NfcsConfig config, Codec<V> codec) {
    return open(config, codec, SystemNanoClock.INSTANCE);
  }

  /** Opens an empty cache with a time of its own. */
  public static <V> SemanticCache<V> open(NfcsConfig config, Codec<V> codec, NanoClock clock) {
    SemanticSettings settings = config.section("semantic", SemanticSettings.class);
    Embedder embedder =
        Plugins.named(
            new Plugins(config).find(Embedder.class, Embedder::name),
            "semantic.embedder",
            settings.embedder());
    embedder.open(config);
    Embedder sparing = EmbeddingMemo.before(embedder, settings.memoBytes());
    return new SemanticCache<>(settings, sparing, codec, clock);
  }

  /** Keeps a result for a text, in no context. */
  public void store(String text, V result) {
    store(text, result, ANY);
  }

  /** Keeps a result for a text in a context, in place of any earlier one. */
  public void store(String text, V result, String context) {
    store(text, result, context, Duration.ofMillis(settings.ttlMillis()));
  }

  /**
   * Keeps a result for a text in a context, in place of any earlier one.
   *
   * @param context what else the result depends on; a hit is in the same one
   * @param timeToLive how long, {@link Duration#ZERO} for ever
   */
  public void store(String text, V result, String context, Duration timeToLive) {
    check(text);
    byte[] value = new byte[Math.toIntExact(codec.sizeBytes(result))];
    codec.encode(result, MemorySegment.ofArray(value));
    float[] vector = meanings.containsKey(text) ? null : vector(text);
    long now = clock.nanoTime();
    long dead = timeToLive.isZero() ? Entry.NEVER : now + timeToLive.toNanos();
    lock.lock();
    try {
      removeDead(now);
      Meaning meaning = meanings.get(text);
      if (meaning == null) {
        // without a vector its last entry has gone since it was looked up
        meaning = add(text, vector == null ? vector(text) : vector);
      }
      add(new Entry(meaning, context, value, now, dead, hash(text, context), size(text, value)));
      stores++;
      evict();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps results of many texts in a context. */
  public void storeAll(Map<String, V> results, String context) {
    results.forEach((text, result) -> store(text, result, context));
  }

  /** What is kept of a text that says the same, in no context, at the configured threshold. */
  public @Nullable SemanticHit<V> findSimilar(String text) {
    return findSimilar(text, ANY, settings.threshold());
  }

  /**
   * What is kept of a text that says the same.
   *
   * @param context the one it was stored in
   * @param threshold least cosine
   * @return the nearest, {@code null} if there is none
   */
  public @Nullable SemanticHit<V> findSimilar(String text, String context, double threshold) {
    check(text);
    long now = clock.nanoTime();
    Meaning same = meanings.get(text);
    Entry exact = same == null ? null : same.entries.get(context);
    if (exact != null && !exact.isDead(now) && exact.leastCosine <= 1) {
      return hit(exact, Match.TEXT, 1, now);
    }
    Lookup lookup = lookups.get();
    Entry entry = embed(text, lookup.vector) ? lookup.find(text, context, threshold, now) : null;
    if (entry == null) {
      misses.increment();
      return null;
    }
    return hit(entry, lookup.match(), lookup.cosine(), now);
  }

  /** What is kept of each of some texts; those without a hit are left out. */
  public Map<String, SemanticHit<V>> findAllSimilar(
      Collection<String> texts, String context, double threshold) {
    Map<String, SemanticHit<V>> found = new HashMap<>();
    for (String text : texts) {
      SemanticHit<V> hit = findSimilar(text, context, threshold);
      if (hit != null) {
        found.put(text, hit);
      }
    }
    return found;
  }

  /** Removes what is kept of a text in a context, and answers whether there was anything. */
  public boolean remove(String text, String context) {
    lock.lock();
    try {
      Meaning meaning = meanings.get(text);
      Entry entry = meaning == null ? null : meaning.entries.get(context);
      if (entry == null) {
        return false;
      }
      policy.removed(entry);
      drop(entry);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says whether a hit was right. After a wrong one its entry serves only what is nearer than that;
   * one that was wrong for its own text is removed.
   */
  public void feedback(SemanticHit<V> hit, boolean isRight) {
    (isRight ? right : wrong).increment();
    if (isRight) {
      return;
    }
    Meaning meaning = meanings.get(hit.text());
    Entry entry = meaning == null ? null : meaning.entries.get(hit.context());
    if (entry != null && hit.match() == Match.TEXT) {
      remove(hit.text(), hit.context());
    } else if (entry != null) {
      entry.leastCosine = Math.max(entry.leastCosine, Math.nextUp(hit.similarity()));
    }
  }

  /** Removes everything. */
  public void clear() {
    lock.lock();
    try {
      List<Entry> all = new ArrayList<>();
      meanings.values().forEach(meaning -> all.addAll(meaning.entries.values()));
      for (Entry entry : all) {
        policy.removed(entry);
        drop(entry);
      }
      mortal.clear();
    } finally {
      lock.unlock();
    }
  }

  /** What the cache has done. */
  public SemanticStatistics statistics() {
    Map<Match, Long> byMatch = hits.counts();
    long missed = misses.sum();
    lock.lock();
    try {
      return new SemanticStatistics(
          missed + byMatch.values().stream().mapToLong(Long::longValue).sum(),
          byMatch,
          missed,
          refused.counts(),
          stores,
          evictions,
          expirations,
          right.sum(),
          wrong.sum(),
          entries,
          meanings.size(),
          bytes);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    background.shutdownNow();
    embedder.close();
  }

  private SemanticHit<V> hit(Entry entry, Match match, double cosine, long nowNanos) {
    hits.count(match);
    // a hit that is not counted for want of the lock changes little
    if (lock.tryLock()) {
      try {
        if (entry.isKept()) {
          policy.accessed(entry);
        }
      } finally {
        lock.unlock();
      }
    }
    return new SemanticHit<>(
        entry.meaning.text,
        entry.context,
        codec.decode(MemorySegment.ofArray(entry.value)),
        cosine,
        nowNanos - entry.storedNanos,
        match);
  }

  private Meaning add(String text, float[] vector) {
    Meaning meaning = new Meaning(text);
    if (vector.length > 0) {
      meaning.row = index.add(vector, meaning);
    }
    meanings.put(text, meaning);
    return meaning;
  }

  /** The vector of a text, without components if it says nothing. */
  private float[] vector(String text) {
    float[] vector = new float[embedder.dimension()];
    return embed(text, vector) ? vector : new float[0];
  }

  /** Fills the vector of a text and answers whether it says anything. */
  private boolean embed(String text, float[] vector) {
    embedder.embed(text, vector);
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    if (Double.isNaN(squares) || Double.isInfinite(squares)) {
      throw new IllegalArgumentException(
          "embedder "
              + embedder.id()
              + " has no numbers for a text of "
              + text.length()
              + " chars");
    }
    return squares > 0;
  }

  private void check(String text) {
    if (text.isEmpty() || text.length() > settings.maxTextChars()) {
      throw new IllegalArgumentException(
          "text of "
              + text.length()
              + " chars, allowed 1 to "
              + settings.maxTextChars()
              + " (semantic.max_text_chars)");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "text with half a surrogate pair, allowed is what UTF-8 can say");
    }
  }

  private void add(Entry entry) {
    Entry old = entry.meaning.entries.put(entry.context, entry);
    if (old != null) {
      policy.removed(old);
      forget(old);
    }
    policy.admitted(entry);
    entries++;
    bytes += entry.bytes();
    if (entry.deadNanos != Entry.NEVER) {
      mortal.add(entry);
    }
    if (mortal.size() > 2 * entries + 64) {
      mortal.removeIf(known -> !known.isKept());
    }
  }

  private void evict() {
    while (entries > settings.maxEntries() || bytes > settings.maxBytes()) {
      if (!(policy.victim() instanceof Entry victim)) {
        return;
      }
      evictions++;
      drop(victim);
    }
  }

  private void removeDead(long nowNanos) {
    Entry first = mortal.peek();
    while (first != null && first.isDead(nowNanos)) {
      mortal.remove();
      if (first.isKept()) {
        expirations++;
        policy.removed(first);
        drop(first);
      }
      first = mortal.peek();
    }
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
    entries--;
    bytes -= entry.bytes();
  }

  private long size(String text, byte[] value) {
    long vector = (long) embedder.dimension() * Float.BYTES + VectorIndex.OVERHEAD_BYTES;
    return ENTRY_BYTES + 8L * text.length() + value.length + vector;
  }

  private static long hash(String text, String context) {
    return Digest.mix(text.hashCode(), context.hashCode());
  }
}
