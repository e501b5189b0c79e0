package io.nfcs.grid.jcache;

import java.util.Objects;
import java.util.function.Supplier;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the hands of an entry processor: its changes are applied when the processor has
 * returned.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Processed<K, V> implements MutableEntry<K, V> {
  /** An action to be taken. */
  enum Action {
    NONE,
    ACCESS,
    LOAD,
    SET,
    REMOVE
  }

  private final K key;
  private final boolean existed;
  private final Supplier<@Nullable V> load;
  private @Nullable V value;
  private Action action = Action.NONE;

  /**
   * An entry as it is.
   *
   * @param value its value, or {@code null} if there is none
   * @param load brings one from outside
   */
  Processed(K key, @Nullable V value, Supplier<@Nullable V> load) {
    this.key = key;
    this.value = value;
    this.load = load;
    existed = value != null;
  }

  Action action() {
    return action;
  }

  /** Returns the value that the processor has left. */
  V value() {
    return Objects.requireNonNull(value);
  }

  @Override
  public boolean exists() {
    return value != null;
  }

  @Override
  public K getKey() {
    return key;
  }

  @Override
  public @Nullable V getValue() {
    if (value != null) {
      if (action == Action.NONE) {
        action = Action.ACCESS;
      }
    } else if (action == Action.NONE) {
      value = load.get();
      if (value != null) {
        action = Action.LOAD;
      }
    }
    return value;
  }

  @Override
  public void setValue(V next) {
    value = Objects.requireNonNull(next, "value");
    action = Action.SET;
  }

  @Override
  public void remove() {
    // an entry that was created here is not created
    action = existed || action == Action.NONE ? Action.REMOVE : Action.NONE;
    value = null;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrap.as(type, this);
  }
}
