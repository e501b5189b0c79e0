package io.nfcs.grid.jcache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of a cache.
 *
 * <p><b>Threads.</b> Any. A synchronous listener is called by the thread that made the change, when
 * no key is locked any more; the others one after the other by a thread of their own.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Events<K, V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final Cache<K, V> cache;
  private final Executor later;
  private final List<Registered<K, V>> listeners = new CopyOnWriteArrayList<>();

  private record Registered<K, V>(
      CacheEntryListenerConfiguration<K, V> configuration,
      CacheEntryListener<? super K, ? super V> listener,
      @Nullable CacheEntryEventFilter<? super K, ? super V> filter)
      implements AutoCloseable {
    boolean wants(EventType type) {
      return switch (type) {
        case CREATED -> listener instanceof CacheEntryCreatedListener;
        case UPDATED -> listener instanceof CacheEntryUpdatedListener;
        case REMOVED -> listener instanceof CacheEntryRemovedListener;
        case EXPIRED -> listener instanceof CacheEntryExpiredListener;
      };
    }

    @SuppressWarnings("unchecked") // a listener of supertypes
    void tell(CacheEntryEvent<K, V> event) {
      if (filter != null && !filter.evaluate(event)) {
        return;
      }
      List<CacheEntryEvent<? extends K, ? extends V>> events = List.of(event);
      switch (event.getEventType()) {
        case CREATED -> ((CacheEntryCreatedListener<K, V>) listener).onCreated(iterable(events));
        case UPDATED -> ((CacheEntryUpdatedListener<K, V>) listener).onUpdated(iterable(events));
        case REMOVED -> ((CacheEntryRemovedListener<K, V>) listener).onRemoved(iterable(events));
        case EXPIRED -> ((CacheEntryExpiredListener<K, V>) listener).onExpired(iterable(events));
      }
    }

    @Override
    public void close() {
      CloseHelper.closeAll(() -> External.close(listener), () -> External.close(filter));
    }

    private static <T> Iterable<T> iterable(List<T> events) {
      return events;
    }
  }

  Events(Cache<K, V> cache, Executor later) {
    this.cache = cache;
    this.later = later;
  }

  void register(CacheEntryListenerConfiguration<K, V> configuration) {
    var filter = configuration.getCacheEntryEventFilterFactory();
    listeners.add(
        new Registered<>(
            configuration,
            configuration.getCacheEntryListenerFactory().create(),
            filter == null ? null : filter.create()));
  }

  void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
    List<Registered<K, V>> gone =
        listeners.stream().filter(one -> one.configuration.equals(configuration)).toList();
    listeners.removeAll(gone);
    CloseHelper.closeAll(gone);
  }

  @Override
  public void close() {
    List<Registered<K, V>> all = List.copyOf(listeners);
    listeners.clear();
    CloseHelper.closeAll(all);
  }

  /** Returns whether there are listeners, for which values have to be made. */
  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** Notifies the asynchronous listeners; to be called while the key is locked, for the order. */
  void tellLater(CacheEntryEvent<K, V> event) {
    for (Registered<K, V> listener : listeners) {
      if (!listener.configuration.isSynchronous() && listener.wants(event.getEventType())) {
        later.execute(() -> {
          try {
            listener.tell(event);
          } catch (RuntimeException e) {
            LOG.warn("cache {}: a listener failed", cache.getName(), e);
          }
        });
      }
    }
  }

  /** Notifies the synchronous listeners. */
  void tell(List<CacheEntryEvent<K, V>> events) {
    for (CacheEntryEvent<K, V> event : events) {
      for (Registered<K, V> listener : listeners) {
        if (listener.configuration.isSynchronous() && listener.wants(event.getEventType())) {
          try {
            listener.tell(event);
          } catch (CacheEntryListenerException e) {
            throw e;
          } catch (RuntimeException e) {
            throw new CacheEntryListenerException(e);
          }
        }
      }
    }
  }

  CacheEntryEvent<K, V> event(EventType type, K key, V value, @Nullable V old) {
    return new Event<>(cache, type, key, value, old);
  }

  /** A change of a key. */
  private static final class Event<K, V> extends CacheEntryEvent<K, V> {
    private static final long serialVersionUID = 1;

    private final transient K key;
    private final transient V value;
    private final transient @Nullable V old;

    Event(Cache<K, V> cache, EventType type, K key, V value, @Nullable V old) {
      super(cache, type);
      this.key = key;
      this.value = value;
      this.old = old;
    }

    @Override
    public K getKey() {
      return key;
    }

    @Override
    public V getValue() {
      return value;
    }

    @Override
    public @Nullable V getOldValue() {
      return old;
    }

    @Override
    public boolean isOldValueAvailable() {
      return old != null;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      return Unwrap.as(type, this);
    }
  }
}
