package io.nfcs.cache;

import static java.util.Objects.requireNonNull;

import io.nfcs.codec.Codec;
import io.nfcs.memory.Digest;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Description of the content of a cache. Tiers and times are in the configuration: in section
 * {@code cache} and, for this cache alone, under its name in section {@code caches}.
 *
 * <p><b>Threads.</b> Any: immutable. Codecs, loader and tags are called by any thread that looks a
 * key up or changes it, and by those that load in the background.
 *
 * @param <K> keys
 * @param <V> values
 * @param name name of the cache: 1 to 64 letters, digits, and _ . -
 * @param keys canonical codec of the keys
 * @param values codec of the values
 * @param loader source of values that no tier has
 * @param isPure whether the loader, asked again for the same key, gives the same value, so that the
 *     served values can be checked
 * @param tags tags of an entry, by its key and its value, which is null for an entry that says that
 *     there is none; asked at each put and after each load
 */
public record CacheSpec<K, V>(
    String name,
    Codec<K> keys,
    Codec<V> values,
    Optional<Loader<K, V>> loader,
    boolean isPure,
    BiFunction<K, @Nullable V, List<String>> tags) {

  /**
   * Refuses a name that no tier can take.
   *
   * @throws IllegalArgumentException if the name has other characters or is too long
   */
  public CacheSpec {
    requireNonNull(keys, "keys");
    requireNonNull(values, "values");
    requireNonNull(loader, "loader");
    requireNonNull(tags, "tags");
    if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
      throw new IllegalArgumentException(
          "cache name '" + name + "'; allowed: 1 to 64 letters, digits, and _ . -");
    }
  }

  /** Returns a cache without loader and tags. */
  public static <K, V> CacheSpec<K, V> of(String name, Codec<K> keys, Codec<V> values) {
    return new CacheSpec<>(name, keys, values, Optional.empty(), false, (key, value) -> List.of());
  }

  /** Returns a copy with a loader. */
  public CacheSpec<K, V> loader(Loader<K, V> from) {
    return new CacheSpec<>(name, keys, values, Optional.of(from), false, tags);
  }

  /**
   * Returns a copy with a loader that gives the same value for a key whenever it is asked. A share
   * of the hits of such a cache, {@code cache.audit_share}, is loaded again and compared.
   */
  public CacheSpec<K, V> pureLoader(Loader<K, V> from) {
    return new CacheSpec<>(name, keys, values, Optional.of(from), true, tags);
  }

  /**
   * Returns a copy with tags that follow from key and value; the value is null if there is none.
   */
  public CacheSpec<K, V> tags(BiFunction<K, @Nullable V, List<String>> from) {
    return new CacheSpec<>(name, keys, values, loader, isPure, from);
  }

  /** Returns the identity of the cache, which is part of every key. */
  public String identity() {
    return name + '\n' + keys.identity() + '\n' + values.identity();
  }

  /** Returns the identity as a number, which is part of every key and stands in every frame. */
  public long digest() {
    return Digest.of(identity());
  }
}
