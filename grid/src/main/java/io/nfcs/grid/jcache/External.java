package io.nfcs.grid.jcache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * The loader and the writer of a cache, with their exceptions wrapped as JCache demands.
 *
 * @param <K> keys
 * @param <V> values
 */
final class External<K, V> implements AutoCloseable {
  private final @Nullable CacheLoader<K, V> loader;
  private final @Nullable CacheWriter<? super K, ? super V> writer;
  private final boolean isReadThrough;

  External(CompleteConfiguration<K, V> configuration) {
    loader =
        configuration.getCacheLoaderFactory() == null
            ? null
            : configuration.getCacheLoaderFactory().create();
    writer =
        configuration.isWriteThrough() && configuration.getCacheWriterFactory() != null
            ? configuration.getCacheWriterFactory().create()
            : null;
    isReadThrough = configuration.isReadThrough();
  }

  boolean hasLoader() {
    return loader != null;
  }

  boolean hasWriter() {
    return writer != null;
  }

  /** Returns the value of a key that is not in the cache, if the cache reads through. */
  @Nullable V load(K key) {
    if (!isReadThrough || loader == null) {
      return null;
    }
    try {
      return loader.load(key);
    } catch (Exception e) {
      throw loaderFailure(e);
    }
  }

  /** Returns the values of those keys that have one. */
  Map<K, V> loadAll(Set<? extends K> keys) {
    Map<K, V> values = new HashMap<>();
    if (loader != null) {
      try {
        loader
            .loadAll(keys)
            .forEach((key, value) -> {
              if (key != null && value != null) {
                values.put(key, value);
              }
            });
      } catch (Exception e) {
        throw loaderFailure(e);
      }
    }
    return values;
  }

  void write(K key, V value) {
    if (writer != null) {
      try {
        writer.write(new PlainEntry<>(key, value));
      } catch (Exception e) {
        throw writerFailure(e);
      }
    }
  }

  void delete(K key) {
    if (writer != null) {
      try {
        writer.delete(key);
      } catch (Exception e) {
        throw writerFailure(e);
      }
    }
  }

  /**
   * Writes entries, and removes from the map those that were not written.
   *
   * @return exception of the writer, or {@code null}
   */
  @Nullable CacheWriterException writeAll(Map<K, V> entries) {
    if (writer == null || entries.isEmpty()) {
      return null;
    }
    List<Cache.Entry<? extends K, ? extends V>> left = new ArrayList<>();
    entries.forEach((key, value) -> left.add(new PlainEntry<>(key, value)));
    try {
      writeAll(writer, left);
      return null;
    } catch (Exception e) {
      left.forEach(entry -> entries.remove(entry.getKey()));
      return writerFailure(e);
    }
  }

  /** Deletes keys, and removes from the collection those that were not deleted. */
  @Nullable CacheWriterException deleteAll(Collection<K> keys) {
    if (writer == null || keys.isEmpty()) {
      return null;
    }
    List<K> left = new ArrayList<>(keys);
    try {
      writer.deleteAll(left);
      return null;
    } catch (Exception e) {
      keys.removeAll(left);
      return writerFailure(e);
    }
  }

  @Override
  public void close() {
    CloseHelper.closeAll(() -> close(loader), () -> close(writer));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // a writer of supertypes takes the entries as well
  private static void writeAll(CacheWriter writer, List entries) {
    writer.writeAll(entries);
  }

  /** Closes what an application has given, if it can be closed. */
  static void close(@Nullable Object part) {
    if (part instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new CacheException(part.getClass().getName() + " cannot be closed", e);
      }
    }
  }

  private static CacheLoaderException loaderFailure(Exception cause) {
    return cause instanceof CacheLoaderException known ? known : new CacheLoaderException(cause);
  }

  private static CacheWriterException writerFailure(Exception cause) {
    return cause instanceof CacheWriterException known ? known : new CacheWriterException(cause);
  }
}
