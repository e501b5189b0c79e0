package io.nfcs.grid.jcache;

import io.nfcs.grid.tier.Held;
import io.nfcs.grid.tier.Holder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of {@code loadAll} that have not ended, each of which notifies its listener once, with
 * any outcome.
 *
 * <p>None is queued behind another, since that may wait for it. A thread that holds a key, or that
 * is within such a call, loads by itself: a loader may ask for keys it holds, and it may wait for
 * the listener.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> by the listener: once closed, for calls under way too.
 *
 * @param <K> keys
 */
final class Loads<K> {
  private static final Logger LOG = LoggerFactory.getLogger(Loads.class);

  private final String cache;
  private final Executor threads;
  private final Set<Load> running = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  /**
   * Creates a set without calls.
   *
   * @param threads factory of a thread for each call
   */
  Loads(String cache, Executor threads) {
    this.cache = cache;
    this.threads = threads;
  }

  /** Begins a call; the keys must not be changed by the caller. */
  void begin(Set<K> keys, Runnable work, @Nullable CompletionListener listener) {
    Load load = new Load(keys, work, listener);
    running.add(load);
    if (isClosed) {
      load.end(closed());
    } else if (Holder.current().holdsNothing()) {
      try {
        threads.execute(load);
      } catch (RuntimeException | Error failure) {
        load.end(failure);
      }
    } else {
      load.run();
    }
  }

  /** Accepts no more calls, and ends those under way for their listeners. */
  void close() {
    isClosed = true;
    running.forEach(load -> load.end(closed()));
  }

  private IllegalStateException closed() {
    return new IllegalStateException("cache " + cache + " is closed");
  }

  /** One call. */
  private final class Load extends Held implements Runnable {
    private final Set<K> keys;
    private final Runnable work;
    private final @Nullable CompletionListener listener;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    Load(Set<K> keys, Runnable work, @Nullable CompletionListener listener) {
      this.keys = keys;
      this.work = work;
      this.listener = listener;
    }

    @Override
    public void run() {
      if (hasEnded.get()) {
        return;
      }
      Throwable failure = null;
      try {
        load(Holder.current());
      } catch (Throwable any) {
        failure = any;
      }
      end(failure);
    }

    private void load(Holder me) {
      me.checkRoom();
      Held same = me.find(held -> held instanceof Loads<?>.Load outer && isSameAs(outer));
      if (same != null) {
        try {
          me.waitsFor(same);
        } catch (IllegalStateException circle) {
          throw new CacheException(circle.getMessage(), circle);
        }
      }
      me.take(this);
      try {
        work.run();
      } finally {
        me.leave(this);
        becomeFree();
      }
    }

    /** Notifies the listener, unless that is done. */
    void end(@Nullable Throwable failure) {
      running.remove(this);
      if (!hasEnded.compareAndSet(false, true)) {
        return;
      }
      try {
        if (listener == null) {
          if (failure != null) {
            LOG.warn("cache {}: {} were not loaded", cache, keys, failure);
          }
        } else if (failure == null) {
          listener.onCompletion();
        } else {
          listener.onException(
              failure instanceof Exception known ? known : new CacheLoaderException(failure));
        }
      } catch (RuntimeException | Error broken) {
        LOG.warn("cache {}: a completion listener failed", cache, broken);
      }
    }

    @Override
    protected String what() {
      return "keys " + keys + " of cache " + cache;
    }

    private boolean isSameAs(Loads<?>.Load other) {
      return other.isOf(Loads.this) && other.keys.equals(keys);
    }

    private boolean isOf(Loads<?> those) {
      return Loads.this == those;
    }
  }
}
