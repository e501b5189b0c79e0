package io.nfcs.grid.ignite;

import io.nfcs.tier.CacheKey;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.TierContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.processor.MutableEntry;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cluster.ClusterGroup;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.lang.IgniteBiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Tier {@code cluster}: entries in the memory of several nodes, each on one and on some backups, so
 * that as many nodes as there are backups may die at once.
 *
 * <p>Beside the entries stand two caches of texts. One has {@code change N}, the changes, and
 * {@code claim KEY}, the process that loads a key. The other, of which each node has a full copy,
 * has the numbers that must not be lost while any node lives: {@code latest}, the number of the
 * latest change, {@code tag NAME}, that of a tag's latest, and {@code since}, the number from which
 * on the latest of every tag is known. The log needs no lock: a change takes the first free number.
 *
 * <pre>
 *   CACHE_cluster_NAME   128 bits of the key   frame             partitioned, with backups
 *   CHANGES_NAME         change N              text of a change  the same, for an hour
 *                        claim KEY             name of a holder  the same, for the claim's time
 *   NUMBERS_NAME         latest                number            on every node, never evicted
 *                        since                 number
 *                        tag NAME              number
 * </pre>
 *
 * <p><b>Threads.</b> Any. The caches of a node that has joined again are opened under the lock of
 * this object, and published as one volatile record; {@code since} is what was last read of the
 * cluster. <b>Owns</b> its listener on the node; the caches live as long as any node does.
 */
final class ClusterTier implements SharedTier {
  private static final int PARTITIONS = 64;
  private static final Duration CHANGES_KEPT = new Duration(TimeUnit.HOURS, 1);
  private static final int MOST_CHANGES = 10_000;
  private static final long MICROS_PER_NUMBER = 10;
  private static final String LATEST = "latest";
  private static final String SINCE = "since";
  private static final String TAG = "tag ";

  /**
   * Most tags; with more, the older half is forgotten, and entries loaded before count as unknown.
   */
  private static final int MOST_TAGS = 20_000;

  private static final int TOLD_BETWEEN_COUNTS = 256;

  private final ClusterNode node;
  private final int backups;
  private final FrameCache frames = new FrameCache(new Frames());
  private String cache = "";
  private EpochNanoClock timeOfDay = SystemEpochNanoClock.INSTANCE;
  private final AtomicInteger told = new AtomicInteger();
  private final IgniteBiPredicate<UUID, Long> listener = (from, number) -> isTold();
  private volatile long since;
  private volatile @Nullable Runnable hint;
  private volatile @Nullable Opened opened;

  /** The caches of one start of the node. */
  private record Opened(
      Ignite ignite,
      IgniteCache<UUID, byte[]> frames,
      IgniteCache<String, String> texts,
      IgniteCache<String, String> numbers) {}

  ClusterTier(ClusterNode node, int backups) {
    this.node = node;
    this.backups = backups;
  }

  @Override
  public String name() {
    return ClusterNode.TIER;
  }

  @Override
  public void open(TierContext context) {
    cache = context.cache();
    timeOfDay = context.timeOfDay();
    node.calls().call(this::opened);
  }

  @Override
  public byte @Nullable [] find(CacheKey key) {
    return frames.find(key);
  }

  @Override
  public List<byte @Nullable []> findAll(List<CacheKey> keys) {
    return frames.findAll(keys);
  }

  @Override
  public void store(CacheKey key, byte[] frame, long liveMillis) {
    if (frame.length > node.largestBytes()) {
      remove(key);
    } else {
      frames.store(key, frame, liveMillis);
    }
  }

  @Override
  public boolean remove(CacheKey key) {
    return frames.remove(key);
  }

  @Override
  public void clear() {
    frames.clear();
  }

  @Override
  public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    frames.forEach(visitor);
  }

  @Override
  public long entries() {
    return frames.count();
  }

  @Override
  public long bytes() {
    return -1;
  }

  @Override
  public long append(String text, @Nullable String name, long above) {
    return node.calls().call(() -> appendNow(text, name, above));
  }

  private long appendNow(String text, @Nullable String name, long above) {
    long latest = number(LATEST);
    long number =
        1
            + Math.max(
                above,
                latest == 0
                    ? TimeUnit.NANOSECONDS.toMicros(timeOfDay.nanoTime()) / MICROS_PER_NUMBER
                    : latest);
    IgniteCache<String, String> log =
        texts().withExpiryPolicy(new CreatedExpiryPolicy(CHANGES_KEPT));
    while (!log.putIfAbsent(change(number), text)) {
      number++;
    }
    if (latest == 0) {
      raise(SINCE, number);
    }
    if (name != null) {
      raise(tag(name), number);
      if (told.incrementAndGet() % TOLD_BETWEEN_COUNTS == 0) {
        forgetOldTags();
      }
    }
    raise(LATEST, number);
    ClusterGroup others = opened().ignite.cluster().forRemotes();
    if (!others.nodes().isEmpty()) {
      opened().ignite.message(others).send(topic(), number);
    }
    return number;
  }

  @Override
  public Changes after(long number) {
    return node.calls().call(() -> afterNow(number));
  }

  private Changes afterNow(long number) {
    long latest = number(LATEST);
    since = number(SINCE);
    Set<String> names = new LinkedHashSet<>();
    for (long next = number + 1; next <= Math.min(latest, number + MOST_CHANGES); next++) {
      names.add(change(next));
    }
    Map<String, String> found = names.isEmpty() ? Map.of() : texts().getAll(names);
    List<String> changes = new ArrayList<>();
    for (String name : names) {
      String text = found.get(name);
      if (text == null) {
        break;
      }
      changes.add(text);
    }
    return new Changes(latest, changes);
  }

  @Override
  public long[] latestOf(List<String> names) {
    return node.calls().call(() -> latestNow(names));
  }

  private long[] latestNow(List<String> names) {
    Set<String> tags = new LinkedHashSet<>();
    names.forEach(name -> tags.add(tag(name)));
    Map<String, String> found = opened().numbers.getAll(tags);
    // after the tags: it is raised before any of them goes
    long complete = number(SINCE);
    if (complete == 0) {
      throw new IllegalStateException("the log of changes is lost");
    }
    since = complete;
    return names.stream()
        .map(name -> found.get(tag(name)))
        .mapToLong(number -> number == null ? complete : Long.parseLong(number))
        .toArray();
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public void onChange(Runnable told) {
    hint = told;
    node.calls()
        .call(() -> {
          opened().ignite.message().localListen(topic(), listener);
          return told;
        });
  }

  @Override
  public boolean claim(CacheKey key, String holder, long millis) {
    return node.calls()
        .call(() -> FrameCache.living(texts(), millis).putIfAbsent(claim(key), holder));
  }

  @Override
  public void release(CacheKey key, String holder) {
    node.calls().call(() -> texts().remove(claim(key), holder));
  }

  /** Ends the listening in this process. */
  @Override
  public void close() {
    Opened known = opened;
    if (hint == null || known == null) {
      return;
    }
    hint = null;
    node.calls()
        .call(() -> {
          try {
            known.ignite.message().stopLocalListen(topic(), listener);
          } catch (IllegalStateException _) {
            // the node has stopped, and its listeners with it
          }
          return known;
        });
  }

  private void forgetOldTags() {
    IgniteCache<String, String> numbers = opened().numbers;
    if (numbers.size(CachePeekMode.PRIMARY) <= MOST_TAGS) {
      return;
    }
    Map<String, Long> tags = new HashMap<>();
    try (QueryCursor<Cache.Entry<String, String>> all = numbers.query(new ScanQuery<>())) {
      for (Cache.Entry<String, String> entry : all) {
        if (entry.getKey().startsWith(TAG)) {
          tags.put(entry.getKey(), Long.parseLong(entry.getValue()));
        }
      }
    }
    long[] sorted = tags.values().stream().mapToLong(Long::longValue).sorted().toArray();
    long middle = sorted[sorted.length / 2];
    raise(SINCE, middle);
    tags.forEach((tag, number) -> {
      if (number < middle) {
        // unless it has been raised meanwhile
        numbers.remove(tag, Long.toString(number));
      }
    });
  }

  private void raise(String name, long number) {
    opened().numbers.invoke(name, new Raise(), number);
  }

  private long number(String name) {
    String number = opened().numbers.get(name);
    return number == null ? 0 : Long.parseLong(number);
  }

  private IgniteCache<String, String> texts() {
    return opened().texts;
  }

  /** Returns the caches of the current node: a node that has joined again has new ones. */
  private Opened opened() {
    Opened known = opened;
    Ignite ignite = node.ignite();
    return known != null && known.ignite.equals(ignite) ? known : open(ignite);
  }

  private synchronized Opened open(Ignite ignite) {
    Opened known = opened;
    if (known != null && known.ignite.equals(ignite)) {
      return known;
    }
    Opened fresh =
        new Opened(
            ignite,
            ignite.getOrCreateCache(
                configuration("CACHE_cluster_" + cache, ClusterNode.TIER, backups)),
            ignite.getOrCreateCache(configuration("CHANGES_" + cache, ClusterNode.TIER, backups)),
            ignite.getOrCreateCache(
                ClusterTier.<String, String>configuration(
                        "NUMBERS_" + cache, ClusterNode.KEPT, backups)
                    .setCacheMode(CacheMode.REPLICATED)));
    opened = fresh;
    if (hint != null) {
      ignite.message().localListen(topic(), listener);
    }
    return fresh;
  }

  /** Passes a hint on; returns whether this tier is still open, as Ignite asks of a listener. */
  private boolean isTold() {
    Runnable told = hint;
    if (told != null) {
      told.run();
    }
    return told != null;
  }

  private static <K, V> CacheConfiguration<K, V> configuration(
      String name, String region, int backups) {
    CacheConfiguration<K, V> configuration = new CacheConfiguration<>(name);
    return configuration
        .setGroupName(region)
        .setDataRegionName(region)
        .setCacheMode(CacheMode.PARTITIONED)
        .setBackups(backups)
        .setAffinity(new RendezvousAffinityFunction(false, PARTITIONS))
        .setAtomicityMode(CacheAtomicityMode.ATOMIC)
        .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
        // a backup may lag behind an expiry; the primary knows
        .setReadFromBackup(false)
        .setEagerTtl(true);
  }

  private String topic() {
    return "nfcs changes " + cache;
  }

  private static String change(long number) {
    return "change " + number;
  }

  private static String tag(String name) {
    return TAG + name;
  }

  private static String claim(CacheKey key) {
    return "claim " + key;
  }

  /** The entries in the node as it is now. */
  private final class Frames implements CacheAccess<UUID, byte[]> {
    @Override
    public <R extends @Nullable Object> R call(Function<IgniteCache<UUID, byte[]>, R> operation) {
      return node.calls().call(() -> operation.apply(opened().frames));
    }

    @Override
    public <R extends @Nullable Object> R callWithin(
        long nanos, Function<IgniteCache<UUID, byte[]>, R> operation) {
      return node.calls().callWithin(nanos, () -> operation.apply(opened().frames));
    }
  }

  /** An entry processor by which a number only grows. */
  private static final class Raise implements CacheEntryProcessor<String, String, @Nullable Void> {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Void process(MutableEntry<String, String> entry, Object... arguments) {
      long number = (Long) arguments[0];
      String known = entry.getValue();
      if (known == null || Long.parseLong(known) < number) {
        entry.setValue(Long.toString(number));
      }
      return null;
    }
  }
}
