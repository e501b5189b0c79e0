package io.nfcs.grid.jcache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriterException;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A JCache: each operation is one {@link Change} of a key, or several.
 *
 * <p><b>Threads.</b> Any. An operation that changes a key, loads it or extends its time has the
 * key's lock from reading to writing, while writers, loaders and entry processors are called too;
 * so operations on a key happen one after the other. {@link #get} of a live entry takes no lock
 * unless the policy extends its time, and {@link #containsKey} and {@link #clear} take none: they
 * see each entry as a whole, before or after a change. {@link #putAll} and {@code removeAll} lock
 * all keys together only if there is a writer. The configuration is copied and changed under its
 * own lock. Synchronous listeners are called by the changing thread after it has released the key,
 * so they may use the cache. {@link #close} may come from any thread, and ends waits for keys and
 * loads with an exception.
 *
 * @param <K> keys
 * @param <V> values
 */
final class JCache<K, V> implements Cache<K, V> {
  private final JCaches manager;
  private final String name;
  private final MutableConfiguration<K, V> configuration;
  private final Contents<K, V> contents;
  private final Loads<K> loads;
  private final EpochClock clock;
  private final NanoClock stopwatch;
  private final External<K, V> external;
  private final Expiry expiry;
  private final Events<K, V> events;
  private final KeyLocks<K> locks;
  private final Changes<K, V> changes;
  private final Statistics statistics = new Statistics();
  private final Beans beans;
  private volatile boolean isClosed;

  JCache(
      JCaches manager,
      String name,
      MutableConfiguration<K, V> configuration,
      Contents<K, V> contents,
      Executor loads,
      Executor later,
      EpochClock clock,
      NanoClock stopwatch) {
    this.manager = manager;
    this.name = name;
    this.configuration = configuration;
    this.contents = contents;
    this.loads = new Loads<>(name, loads);
    this.clock = clock;
    this.stopwatch = stopwatch;
    external = new External<>(configuration);
    expiry = new Expiry(configuration.getExpiryPolicyFactory().create());
    events = new Events<>(this, later);
    configuration.getCacheEntryListenerConfigurations().forEach(events::register);
    locks = new KeyLocks<>(name);
    changes = new Changes<>(contents, expiry, events, statistics, external, locks, clock);
    beans = new Beans(manager.getURI(), name);
    turnStatistics(configuration.isStatisticsEnabled());
    turnManagement(configuration.isManagementEnabled());
  }

  @Override
  public @Nullable V get(K key) {
    open(key);
    long start = stopwatch.nanoTime();
    V value = find(key);
    statistics.got(stopwatch.nanoTime() - start);
    return value;
  }

  @Override
  public Map<K, V> getAll(Set<? extends K> keys) {
    open(keys);
    keys.forEach(Objects::requireNonNull);
    Map<K, V> values = new HashMap<>();
    for (K key : keys) {
      V value = get(key);
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
  }

  @Override
  public boolean containsKey(K key) {
    open(key);
    Contents<K, V>.Stored stored = contents.get(contents.keyBytes(key));
    return stored != null && !stored.isExpired(clock.time());
  }

  @Override
  public void loadAll(
      Set<? extends K> keys, boolean replaceExistingValues, @Nullable CompletionListener listener) {
    open(keys);
    keys.forEach(Objects::requireNonNull);
    Set<K> own = new HashSet<>(keys);
    loads.begin(own, () -> load(own, replaceExistingValues), listener);
  }

  @Override
  public void put(K key, V value) {
    open(key, value);
    long start = stopwatch.nanoTime();
    changes.one(key, change -> write(change, value));
    statistics.hasPut(stopwatch.nanoTime() - start);
  }

  @Override
  public @Nullable V getAndPut(K key, V value) {
    open(key, value);
    long start = stopwatch.nanoTime();
    V old =
        changes.one(
            key,
            change -> {
              V before = change.peek();
              count(before != null);
              write(change, value);
              return before;
            });
    statistics.got(stopwatch.nanoTime() - start);
    statistics.hasPut(stopwatch.nanoTime() - start);
    return old;
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> map) {
    open(map);
    map.forEach((key, value) -> open(key, value));
    long start = stopwatch.nanoTime();
    Map<K, V> entries = new LinkedHashMap<>(map);
    changeAll(
        entries.keySet(),
        () -> external.writeAll(entries),
        change -> change.put(Objects.requireNonNull(entries.get(change.key()))));
    statistics.hasPut(stopwatch.nanoTime() - start);
  }

  @Override
  public boolean putIfAbsent(K key, V value) {
    open(key, value);
    return changes.one(
        key,
        change -> {
          count(change.exists());
          return !change.exists() && write(change, value);
        });
  }

  @Override
  public boolean remove(K key) {
    open(key);
    long start = stopwatch.nanoTime();
    boolean was = changes.one(key, this::delete);
    statistics.removed(stopwatch.nanoTime() - start);
    return was;
  }

  @Override
  public boolean remove(K key, V oldValue) {
    open(key, oldValue);
    long start = stopwatch.nanoTime();
    boolean was = changes.one(key, change -> isNow(change, oldValue) && delete(change));
    statistics.removed(stopwatch.nanoTime() - start);
    return was;
  }

  @Override
  public @Nullable V getAndRemove(K key) {
    open(key);
    long start = stopwatch.nanoTime();
    V old =
        changes.one(
            key,
            change -> {
              V before = change.peek();
              count(before != null);
              delete(change);
              return before;
            });
    statistics.got(stopwatch.nanoTime() - start);
    statistics.removed(stopwatch.nanoTime() - start);
    return old;
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    open(key, oldValue);
    Objects.requireNonNull(newValue, "value");
    return changes.one(key, change -> isNow(change, oldValue) && write(change, newValue));
  }

  @Override
  public boolean replace(K key, V value) {
    open(key, value);
    return changes.one(
        key,
        change -> {
          count(change.exists());
          return change.exists() && write(change, value);
        });
  }

  @Override
  public @Nullable V getAndReplace(K key, V value) {
    open(key, value);
    return changes.one(
        key,
        change -> {
          V before = change.peek();
          count(before != null);
          if (before != null) {
            write(change, value);
          }
          return before;
        });
  }

  @Override
  public void removeAll(Set<? extends K> keys) {
    open(keys);
    keys.forEach(Objects::requireNonNull);
    deleteAll(new HashSet<>(keys));
  }

  @Override
  public void removeAll() {
    open();
    Collection<K> keys = new ArrayList<>();
    for (byte[] keyBytes : contents.keys()) {
      keys.add(contents.key(keyBytes));
    }
    deleteAll(keys);
  }

  @Override
  public void clear() {
    open();
    contents.clear();
  }

  @Override
  public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
    synchronized (configuration) {
      return Unwrap.as(type, new MutableConfiguration<>(configuration));
    }
  }

  @Override
  public <T> T invoke(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
    open(key);
    Objects.requireNonNull(processor, "processor");
    return changes.one(key, change -> process(change, processor, arguments));
  }

  @Override
  public <T> Map<K, EntryProcessorResult<T>> invokeAll(
      Set<? extends K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
    open(keys);
    Objects.requireNonNull(processor, "processor");
    Map<K, EntryProcessorResult<T>> results = new HashMap<>();
    for (K key : keys) {
      try {
        T result = invoke(key, processor, arguments);
        if (result != null) {
          results.put(key, () -> result);
        }
      } catch (CacheException e) {
        EntryProcessorException failure =
            e instanceof EntryProcessorException known ? known : new EntryProcessorException(e);
        results.put(
            key,
            () -> {
              throw failure;
            });
      }
    }
    return results;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public CacheManager getCacheManager() {
    return manager;
  }

  @Override
  public void close() {
    try {
      end();
    } finally {
      // listeners are notified while no key is locked, since they may do anything
      loads.close();
    }
  }

  @Override
  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrap.as(type, this);
  }

  @Override
  public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
    open();
    synchronized (configuration) {
      configuration.addCacheEntryListenerConfiguration(listener);
    }
    try {
      events.register(listener);
    } catch (RuntimeException | Error failure) {
      // of its factory
      forget(listener);
      throw failure;
    }
  }

  @Override
  public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
    open();
    forget(listener);
    events.deregister(listener);
  }

  private void forget(CacheEntryListenerConfiguration<K, V> listener) {
    synchronized (configuration) {
      configuration.removeCacheEntryListenerConfiguration(listener);
    }
  }

  @Override
  public Iterator<Entry<K, V>> iterator() {
    open();
    return new EntryCursor<>(this, contents.keys().iterator());
  }

  /** Returns the entry of a key if it is alive; {@link #visited} records the access. */
  @Nullable Entry<K, V> peek(byte[] keyBytes) {
    Contents<K, V>.Stored stored = contents.get(keyBytes);
    return stored == null || stored.isExpired(clock.time())
        ? null
        : new PlainEntry<>(contents.key(keyBytes), stored.value());
  }

  void visited(K key) {
    changes.one(
        key,
        change -> {
          statistics.hit();
          change.access();
          return true;
        });
  }

  /** Closes it and leaves nothing in the tiers. */
  void destroy() {
    contents.clear();
    close();
  }

  void turnStatistics(boolean on) {
    synchronized (configuration) {
      configuration.setStatisticsEnabled(on);
    }
    statistics.turn(on);
    if (on) {
      beans.showStatistics(statistics);
    } else {
      beans.hideStatistics();
    }
  }

  void turnManagement(boolean on) {
    synchronized (configuration) {
      configuration.setManagementEnabled(on);
    }
    if (on) {
      beans.showConfiguration(configuration);
    } else {
      beans.hideConfiguration();
    }
  }

  /** Refuses other types than the configured ones. */
  void check(Class<?> keyType, Class<?> valueType) {
    if (!configuration.getKeyType().equals(keyType)
        || !configuration.getValueType().equals(valueType)) {
      throw new ClassCastException(
          "cache "
              + name
              + " is of "
              + configuration.getKeyType().getName()
              + " and "
              + configuration.getValueType().getName());
    }
  }

  void open(Object... given) {
    if (isClosed) {
      throw new IllegalStateException("cache " + name + " is closed");
    }
    for (Object one : given) {
      Objects.requireNonNull(one);
    }
  }

  private synchronized void end() {
    if (!isClosed) {
      isClosed = true;
      locks.close();
      manager.closed(this);
      CloseHelper.closeAll(
          () -> turnManagement(false),
          () -> turnStatistics(false),
          contents,
          external,
          events,
          () -> External.close(expiry.policy()));
    }
  }

  /** Returns the value of a key without its lock, if a hit does not change its time. */
  private @Nullable V find(K key) {
    Contents<K, V>.Stored stored = contents.get(contents.keyBytes(key));
    long now = clock.time();
    if (stored == null || stored.isExpired(now)) {
      return changes.one(key, this::load);
    }
    statistics.hit();
    long expires = expiry.ofAccessed(now);
    if (expires != Expiry.UNCHANGED) {
      changes.one(
          key,
          change -> {
            change.extend(expires);
            return true;
          });
    }
    return stored.value();
  }

  private @Nullable V load(Change<K, V> change) {
    V value = change.get();
    if (value == null) {
      value = changes.load(change);
      if (value != null) {
        change.load(value);
      }
    }
    return value;
  }

  private void load(Set<K> keys, boolean replace) {
    Set<K> wanted = new HashSet<>();
    for (K key : keys) {
      if (replace || !containsKey(key)) {
        wanted.add(key);
      }
    }
    if (external.hasLoader() && !wanted.isEmpty()) {
      Map<K, V> values = external.loadAll(wanted);
      changes.each(
          values.keySet(),
          change -> {
            if (replace || !change.exists()) {
              change.put(Objects.requireNonNull(values.get(change.key())));
            }
          });
    }
  }

  private boolean write(Change<K, V> change, V value) {
    external.write(change.key(), value);
    change.put(value);
    return true;
  }

  private boolean delete(Change<K, V> change) {
    external.delete(change.key());
    return change.remove();
  }

  private void deleteAll(Collection<K> keys) {
    long start = stopwatch.nanoTime();
    changeAll(keys, () -> external.deleteAll(keys), Change::remove);
    statistics.removed(stopwatch.nanoTime() - start);
  }

  /** Changes keys; all are locked while a writer is called for all at once. */
  private void changeAll(
      Collection<K> keys,
      Supplier<@Nullable CacheWriterException> write,
      Consumer<Change<K, V>> work) {
    if (external.hasWriter()) {
      changes.together(keys, write, work);
    } else {
      changes.each(keys, work);
    }
  }

  /** Returns whether the value is the expected one; if not, the access is recorded. */
  private boolean isNow(Change<K, V> change, V expected) {
    V value = change.peek();
    count(value != null);
    boolean is = expected.equals(value);
    if (!is) {
      change.access();
    }
    return is;
  }

  private void count(boolean hit) {
    if (hit) {
      statistics.hit();
    } else {
      statistics.miss();
    }
  }

  private <T> T process(
      Change<K, V> change, EntryProcessor<K, V, T> processor, Object... arguments) {
    Processed<K, V> entry =
        new Processed<>(change.key(), change.peek(), () -> changes.load(change));
    count(change.exists());
    T result;
    try {
      result = processor.process(entry, arguments);
    } catch (CacheException e) {
      throw e;
    } catch (Exception e) {
      throw new EntryProcessorException(e);
    }
    switch (entry.action()) {
      case NONE -> {}
      case ACCESS -> change.access();
      case LOAD -> change.load(entry.value());
      case SET -> write(change, entry.value());
      case REMOVE -> delete(change);
    }
    return result;
  }
}
