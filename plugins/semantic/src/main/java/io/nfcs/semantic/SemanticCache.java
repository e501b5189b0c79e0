package io.nfcs.semantic;

import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.counters.Law;
import io.nfcs.memory.Wtf8;
import io.nfcs.semantic.SemanticHit.Match;
import io.nfcs.semantic.index.VectorIndex;
import io.nfcs.tier.EntryTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A cache of results by text, which also finds them by a text of the same meaning.
 *
 * <p>A hit is the entry of the same context with the largest cosine among the live entries at or
 * above the threshold that all {@link Guard}s accept. An entry is found as soon as {@link #store}
 * has returned.
 *
 * <p>Opened with a folder it is durable: stored entries survive the process, and a loss of power as
 * {@code semantic.sync} says. All entries are in memory as well.
 *
 * <p>A change is appended to the log before it is made in memory, in the same order. An entry whose
 * eviction or expiry cannot be appended stays until a later store.
 *
 * <p><b>Threads.</b> Any. Look-ups take no lock; changes exclude each other by one, which is not
 * held while the disk is waited for, nor while a new text is embedded. A look-up sees all changes
 * that returned before it began, and of those under way any or none, each entry whole. {@link
 * #close} must not run at the same time as another call. <b>Owns</b> its memory and its embedder.
 * <b>Allocates</b> per look-up what the embedder does, and the hit. <b>Fails</b> with an {@link
 * IllegalArgumentException} on a text that is empty, too long or not text, without any change, and
 * with an {@link UncheckedIOException} if a durable cache cannot keep a change.
 *
 * @param <V> results
 */
public final class SemanticCache<V> implements AutoCloseable {
  /** The context of callers without one. */
  public static final String ANY = "";

  private final SemanticSettings settings;
  private final Plugins plugins;
  private final Embedder embedder;
  private final Codec<V> codec;
  private final NanoClock clock;
  private final ThreadPoolExecutor background;
  private final ThreadLocal<Lookup> lookups;
  private final ReentrantLock lock = new ReentrantLock();
  private final Entries entries;
  private final EntryLog log;
  private final LongAdder asked = new LongAdder();
  private final LongAdder searching = new LongAdder();
  private final Tally<Match> hits = new Tally<>(Match.class);
  private final Tally<Guard> refused = new Tally<>(Guard.class);
  private final LongAdder misses = new LongAdder();
  private final LongAdder approximate = new LongAdder();
  private final LongAdder right = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private long stores;
  private long evictions;
  private long expirations;

  private SemanticCache(
      SemanticSettings settings,
      Plugins plugins,
      Embedder embedder,
      Codec<V> codec,
      @Nullable Path folder,
      NanoClock clock,
      EpochNanoClock timeOfDay)
      throws IOException {
    this.settings = settings;
    this.plugins = plugins;
    this.embedder = embedder;
    this.codec = codec;
    this.clock = clock;
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
    VectorIndex<Meaning> index = new VectorIndex<>(embedder.dimension(), background);
    entries = new Entries(settings, embedder.dimension(), index);
    Nearby nearby = (vector, rows) -> Nearby.UNKNOWN;
    if (folder == null) {
      log = EntryLog.NONE;
    } else {
      long now = clock.nanoTime();
      EntryRecords records = new EntryRecords(timeOfDay.nanoTime() - now);
      DurableLog durable = DurableLog.open(folder, settings, embedder, entries, lock, records);
      log = durable;
      nearby =
          (vector, rows) -> {
            int number = durable.rows(vector, rows);
            if (number != Nearby.UNKNOWN) {
              approximate.increment();
            }
            return number;
          };
      lock.lock();
      try {
        makeRoom(now);
      } finally {
        lock.unlock();
      }
    }
    Nearby near = nearby;
    lookups =
        ThreadLocal.withInitial(() ->
            new Lookup(embedder.dimension(), index.search(), near, settings.guards(), refused));
  }

  /**
   * Opens an empty cache, which lives as long as its process.
   *
   * @param config section {@code semantic}, and that of the embedder
   * @param codec of the results; used by any thread
   * @throws io.nfcs.config.ConfigException if a section is not usable
   */
  public static <V> SemanticCache<V> open(NfcsConfig config, Codec<V> codec) {
    return open(config, codec, SystemNanoClock.INSTANCE);
  }

  /** Opens an empty cache with a time of its own. */
  public static <V> SemanticCache<V> open(NfcsConfig config, Codec<V> codec, NanoClock clock) {
    return open(config, codec, null, clock, SystemEpochNanoClock.INSTANCE);
  }

  /**
   * Opens the cache of a folder with its earlier entries, or an empty one.
   *
   * @param codec of the results, the same that wrote them
   * @throws UncheckedIOException if the folder is open elsewhere, damaged, or of another embedder
   */
  public static <V> SemanticCache<V> open(NfcsConfig config, Codec<V> codec, Path folder) {
    return open(config, codec, folder, SystemNanoClock.INSTANCE, SystemEpochNanoClock.INSTANCE);
  }

  static <V> SemanticCache<V> open(
      NfcsConfig config,
      Codec<V> codec,
      @Nullable Path folder,
      NanoClock clock,
      EpochNanoClock timeOfDay) {
    SemanticSettings settings = config.section("semantic", SemanticSettings.class);
    Plugins plugins = Plugins.open(config);
    Embedder embedder = null;
    try {
      embedder =
          Plugins.named(
              plugins.find(Embedder.class, Embedder::name),
              "semantic.embedder",
              settings.embedder());
      embedder.open(config);
      Embedder sparing = EmbeddingMemo.before(embedder, settings.memoBytes());
      return new SemanticCache<>(settings, plugins, sparing, codec, folder, clock, timeOfDay);
    } catch (IOException e) {
      CloseHelper.quietCloseAll(embedder, plugins);
      throw new UncheckedIOException(e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      CloseHelper.quietCloseAll(embedder, plugins);
      throw e;
    }
  }

  /** Stores a result for a text, in no context. */
  public void store(String text, V result) {
    store(text, result, ANY);
  }

  /** Stores a result for a text in a context, replacing any earlier one. */
  public void store(String text, V result, String context) {
    store(text, result, context, Duration.ofMillis(settings.ttlMillis()));
  }

  /**
   * Stores a result for a text in a context, replacing any earlier one.
   *
   * @param result encoded in the call, not kept
   * @param context further dependencies of the result; a hit is in the same context
   * @param timeToLive lifetime, {@link Duration#ZERO} for ever
   * @throws IllegalArgumentException if the text is refused, or the embedder has no numbers for it;
   *     nothing is stored
   * @throws UncheckedIOException if a durable cache cannot keep the change
   */
  public void store(String text, V result, String context, Duration timeToLive) {
    check(text, context);
    byte[] value = new byte[Math.toIntExact(codec.sizeBytes(result))];
    codec.encode(result, MemorySegment.ofArray(value));
    float[] vector = entries.meaning(text) != null ? null : vector(text);
    long now = clock.nanoTime();
    long dead =
        timeToLive.isZero()
            ? Entry.NEVER
            : EntryTimes.after(now, TimeUnit.NANOSECONDS.convert(timeToLive));
    long change;
    lock.lock();
    try {
      Meaning meaning = entries.meaning(text);
      if (meaning == null && vector == null) {
        // its last entry has gone since it was looked up
        vector = vector(text);
      }
      change = log.stored(text, context, value, now, dead, meaning == null ? vector : null);
      if (meaning == null) {
        meaning = entries.add(text, VectorIndex.ANY_ROW, Objects.requireNonNull(vector));
      }
      entries.add(meaning, context, value, now, dead);
      stores++;
      makeRoom(now);
    } finally {
      lock.unlock();
    }
    log.await(change);
  }

  /** Stores results of many texts in a context. */
  public void storeAll(Map<String, V> results, String context) {
    results.forEach((text, result) -> store(text, result, context));
  }

  /**
   * Returns the result of a text of the same meaning, in no context, at the configured threshold.
   */
  public @Nullable SemanticHit<V> findSimilar(String text) {
    return findSimilar(text, ANY, settings.threshold());
  }

  /**
   * Returns the result of a text of the same meaning.
   *
   * @param context context of the entry
   * @param threshold least cosine, 0..1; an entry of the very text is returned at any threshold
   * @return the nearest, {@code null} if there is none; its result is decoded for this call
   * @throws IllegalArgumentException if the text is refused
   */
  public @Nullable SemanticHit<V> findSimilar(String text, String context, double threshold) {
    check(text, context);
    long now = clock.nanoTime();
    Entry exact = entries.entry(text, context);
    if (exact != null && !exact.isDead(now) && exact.leastCosine <= 1) {
      asked.increment();
      hits.count(Match.TEXT);
      return hit(exact, Match.TEXT, 1, now);
    }
    Lookup lookup = lookups.get();
    Entry entry = search(lookup, text, context, threshold, now);
    return entry == null ? null : hit(entry, lookup.match(), lookup.cosine(), now);
  }

  /**
   * Returns the nearest entry by its vector, {@code null} if there is none; a search that throws
   * counts as a miss.
   */
  private @Nullable Entry search(
      Lookup lookup, String text, String context, double threshold, long nowNanos) {
    searching.increment();
    asked.increment();
    Entry entry = null;
    try {
      if (embed(text, lookup.vector)) {
        entry = lookup.find(text, context, threshold, nowNanos);
      }
      return entry;
    } finally {
      if (entry == null) {
        misses.increment();
      } else {
        hits.count(lookup.match());
      }
      searching.decrement();
    }
  }

  /** Returns the results for some texts; those without a hit are left out. */
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

  /** Removes the entry of a text in a context, and returns whether there was one. */
  public boolean remove(String text, String context) {
    long change;
    lock.lock();
    try {
      Entry entry = entries.entry(text, context);
      if (entry == null) {
        return false;
      }
      change = log.removed(text, context);
      entries.remove(entry);
    } finally {
      lock.unlock();
    }
    log.await(change);
    return true;
  }

  /**
   * Reports whether a hit was right. After a wrong hit its entry serves only nearer texts; an entry
   * that was wrong for its own text is removed. Does nothing to an entry that is gone; does not
   * wait for the disk, except for a removal.
   */
  public void feedback(SemanticHit<V> hit, boolean isRight) {
    (isRight ? right : wrong).increment();
    if (isRight) {
      return;
    }
    if (hit.match() == Match.TEXT) {
      remove(hit.text(), hit.context());
      return;
    }
    lock.lock();
    try {
      Entry entry = entries.entry(hit.text(), hit.context());
      double least = Math.nextUp(hit.similarity());
      if (entry != null && entry.leastCosine < least) {
        log.wrong(hit.text(), hit.context(), least);
        entry.leastCosine = least;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Removes everything. */
  public void clear() {
    long change;
    lock.lock();
    try {
      change = log.cleared();
      entries.clear();
    } finally {
      lock.unlock();
    }
    log.await(change);
  }

  /** Returns the counters of the cache; waits for a change under way, not for look-ups. */
  public SemanticStatistics statistics() {
    long residue = Law.residue(asked::sum, () -> hits.sum() + misses.sum(), searching::sum);
    lock.lock();
    try {
      return new SemanticStatistics(
          asked.sum(),
          hits.counts(),
          misses.sum(),
          approximate.sum(),
          refused.counts(),
          stores,
          evictions,
          expirations,
          right.sum(),
          wrong.sum(),
          entries.count(),
          entries.texts(),
          entries.bytes(),
          log.failures(),
          residue);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Brings all changes to the disk, and frees memory and embedder.
   *
   * @throws UncheckedIOException if a change cannot be brought to the disk
   */
  @Override
  public void close() {
    try (plugins;
        embedder;
        log) {
      background.shutdownNow();
    }
  }

  private SemanticHit<V> hit(Entry entry, Match match, double cosine, long nowNanos) {
    // a hit that is not counted for lack of the lock changes little
    if (lock.tryLock()) {
      try {
        entries.accessed(entry);
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

  /** Removes dead entries, and then those beyond the limits, as far as the log takes it. */
  private void makeRoom(long nowNanos) {
    Consumer<Entry> leaving = entry -> log.removed(entry.meaning.text, entry.context);
    try {
      while (entries.expire(nowNanos, leaving)) {
        expirations++;
      }
      while (entries.evict(leaving)) {
        evictions++;
      }
    } catch (UncheckedIOException counted) {
      // the change that is to be stored was kept; the next one tries again
    }
  }

  /** Returns the vector of a text, without components if it says nothing. */
  private float[] vector(String text) {
    float[] vector = new float[embedder.dimension()];
    return embed(text, vector) ? vector : new float[0];
  }

  /** Fills the vector of a text and returns whether it says anything. */
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

  private void check(String text, String context) {
    if (text.isEmpty() || text.length() > settings.maxTextChars()) {
      throw new IllegalArgumentException(
          "text of "
              + text.length()
              + " chars, allowed 1 to "
              + settings.maxTextChars()
              + " (semantic.max_text_chars)");
    }
    if (!Wtf8.isWhole(text) || !Wtf8.isWhole(context)) {
      throw new IllegalArgumentException(
          "text or context with half a surrogate pair; expected text that UTF-8 can encode");
    }
  }
}
