package io.nfcs.constitution;

import io.nfcs.constitution.cel.ConditionCompiler;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Context to judge: an operation, and the values of keys.
 *
 * <p>The number of a key holds for contexts of the same set of policies. A value is kept as 64
 * bits: 0 or 1, a whole number, or the bits of a finite double.
 *
 * <p><b>Threads.</b> One at a time; reuse one per thread. <b>Allocates</b> only when made, and when
 * it is judged by another set than before. <b>Fails</b> with {@link IllegalArgumentException} on an
 * unknown key and on a value of another type than the key's; the context is then unchanged.
 */
public final class PolicyContext {
  private final List<ContextKey> keys;
  private final ContextKey.Type[] types;
  private final Blank blank;
  private final long[] bits;
  private final long[] given;
  private final long[] truth;
  private String operation = "";
  private PolicySet owner;
  private @Nullable Projection[] scratch;

  /** Initial values of a context: bits of the fallbacks, and the keys that have one. */
  private static final class Blank {
    private final long[] bits;
    private final long[] has;
    private final long[] truth;

    Blank(List<ContextKey> keys) {
      bits = new long[keys.size()];
      has = KeyBits.none(keys.size());
      truth = KeyBits.none(keys.size());
      for (int i = 0; i < keys.size(); i++) {
        Long fallback = keys.get(i).fallback();
        if (fallback != null) {
          bits[i] = fallback;
          KeyBits.set(has, i, true);
          KeyBits.set(truth, i, fallback != 0);
        }
      }
    }
  }

  /** Creates an empty context for a set of policies. */
  PolicyContext(PolicySet owner) {
    keys = owner.keys();
    types = keys.stream().map(ContextKey::type).toArray(ContextKey.Type[]::new);
    blank = new Blank(keys);
    bits = blank.bits.clone();
    given = KeyBits.none(keys.size());
    truth = blank.truth.clone();
    this.owner = owner;
    scratch = new @Nullable Projection[owner.planCount()];
  }

  /**
   * Resets the context to an operation without values; keys with a fallback have that.
   *
   * @param newOperation of at most 128 characters
   * @return this context
   * @throws IllegalArgumentException if the operation is longer; the context is unchanged
   */
  public PolicyContext begin(String newOperation) {
    if (newOperation.length() > ConditionCompiler.MAX_TEXT) {
      throw new IllegalArgumentException(
          "operation of "
              + newOperation.length()
              + " characters, expected at most "
              + ConditionCompiler.MAX_TEXT);
    }
    operation = newOperation;
    System.arraycopy(blank.bits, 0, bits, 0, bits.length);
    System.arraycopy(blank.truth, 0, truth, 0, truth.length);
    Arrays.fill(given, 0);
    return this;
  }

  /** Sets a key of type bool. */
  public PolicyContext set(int key, boolean value) {
    return put(key, ContextKey.Type.BOOL, value ? 1 : 0);
  }

  /** Sets a key of type int. */
  public PolicyContext set(int key, long value) {
    return put(key, ContextKey.Type.INT, value);
  }

  /** Sets a key of type double. */
  public PolicyContext set(int key, double value) {
    return put(key, ContextKey.Type.DOUBLE, keys.get(key).bits(value));
  }

  /** Sets a key to a value given as text. */
  public PolicyContext set(String key, String value) {
    int index = index(key);
    return put(index, types[index], keys.get(index).bits(value));
  }

  /** Returns the number of a key, for {@link #set(int, double)} and its overloads. */
  public int index(String key) {
    int index = find(key);
    if (index < 0) {
      throw new IllegalArgumentException(
          key + " is not a key, allowed: " + keys.stream().map(ContextKey::name).toList());
    }
    return index;
  }

  /** Returns the number of a key, -1 if it does not exist. */
  public int find(String key) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).name().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the operation. */
  public String operation() {
    return operation;
  }

  /** Returns whether a key has a value, its own or the key's fallback. */
  public boolean has(int key) {
    return isGiven(key) || KeyBits.has(blank.has, key);
  }

  /** Returns the bits of a key's value; 0 if it has none. */
  public long bits(int key) {
    return bits[key];
  }

  /** Returns the keys of a word that have a value. */
  long present(int word) {
    return given[word] | blank.has[word];
  }

  /** Returns the keys of a word that are true. */
  long truth(int word) {
    return truth[word];
  }

  List<ContextKey> keys() {
    return keys;
  }

  /**
   * Returns this context for another set: itself if the keys are the same, otherwise a context with
   * the common keys.
   */
  PolicyContext of(PolicySet set) {
    if (owner == set) {
      return this;
    }
    if (set.keys().equals(keys)) {
      owner = set;
      scratch = new @Nullable Projection[set.planCount()];
      return this;
    }
    PolicyContext other = new PolicyContext(set).begin(operation);
    for (int i = 0; i < keys.size(); i++) {
      int there = isGiven(i) ? other.find(keys.get(i).name()) : -1;
      if (there >= 0 && other.types[there] == types[i]) {
        other.put(there, types[i], bits[i]);
      }
    }
    return other;
  }

  /** Returns the projection of this context by a plan of its set; valid until the next call. */
  Projection project(Plan plan) {
    Projection projection = scratch[plan.index()];
    if (projection == null) {
      projection = plan.newProjection();
      scratch[plan.index()] = projection;
    }
    plan.project(this, projection);
    return projection;
  }

  private PolicyContext put(int key, ContextKey.Type type, long value) {
    if (types[key] != type) {
      throw new IllegalArgumentException(
          keys.get(key).name() + " is of type " + keys.get(key).type() + ", not " + type);
    }
    bits[key] = value;
    KeyBits.set(given, key, true);
    KeyBits.set(truth, key, value != 0);
    return this;
  }

  private boolean isGiven(int key) {
    return KeyBits.has(given, key);
  }
}
