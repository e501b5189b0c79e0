package io.nfcs.constitution;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is judged: an operation, and the values of keys.
 *
 * <p><b>Threads.</b> One at a time; make one a thread and use it again and again. <b>Allocates</b>
 * only when made. <b>Fails</b> with {@link IllegalArgumentException} on a key that is none and on a
 * value that is none of the key's type; the context is then as before.
 */
public final class PolicyContext {
  private final List<ContextKey> keys;
  private final long[] bits;
  private final boolean[] given;
  private String operation = "";
  private PolicySet owner;
  private @Nullable Projection[] scratch;

  /** An empty context for a set of policies. */
  PolicyContext(PolicySet owner) {
    keys = owner.keys();
    bits = new long[keys.size()];
    given = new boolean[keys.size()];
    this.owner = owner;
    scratch = new @Nullable Projection[owner.planCount()];
  }

  /** Makes it a context of an operation, without values. */
  public PolicyContext begin(String newOperation) {
    operation = newOperation;
    Arrays.fill(given, false);
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

  /** Sets a key to a value that is written down. */
  public PolicyContext set(String key, String value) {
    int index = index(key);
    bits[index] = keys.get(index).bits(value);
    given[index] = true;
    return this;
  }

  /** Number of a key, for {@link #set(int, double)} and the like. */
  public int index(String key) {
    int index = find(key);
    if (index < 0) {
      throw new IllegalArgumentException(
          key + " is no key, allowed: " + keys.stream().map(ContextKey::name).toList());
    }
    return index;
  }

  /** Number of a key, -1 if it is none. */
  public int find(String key) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).name().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** The operation. */
  public String operation() {
    return operation;
  }

  /** Whether a key has a value, its own or the key's fallback. */
  public boolean has(int key) {
    return given[key] || keys.get(key).fallback() != null;
  }

  /** Bits of a key's value; 0 if it has none. */
  public long bits(int key) {
    if (given[key]) {
      return bits[key];
    }
    Long fallback = keys.get(key).fallback();
    return fallback == null ? 0 : fallback;
  }

  List<ContextKey> keys() {
    return keys;
  }

  /** This context for another set: itself if the keys are the same, else what both know of it. */
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
      int there = given[i] ? other.find(keys.get(i).name()) : -1;
      if (there >= 0 && set.keys().get(there).type() == keys.get(i).type()) {
        other.bits[there] = bits[i];
        other.given[there] = true;
      }
    }
    return other;
  }

  /** What a plan of its set sees of it; valid until the next call. */
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
    if (keys.get(key).type() != type) {
      throw new IllegalArgumentException(
          keys.get(key).name() + " is of type " + keys.get(key).type() + ", not " + type);
    }
    bits[key] = value;
    given[key] = true;
    return this;
  }
}
