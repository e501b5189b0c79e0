package io.nfcs.eviction;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The eviction order of entries that are objects, by a policy.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> when there are more entries than ever before.
 *
 * @param <E> the entries
 */
public final class EvictionOrder<E extends Evictable> {
  private final EvictionTable table = new EvictionTable();
  private final List<@Nullable E> entries = new ArrayList<>();
  private final EvictionPolicy policy;

  /** An order without entries, for instance of {@code AdaptivePolicy::new}. */
  public EvictionOrder(Function<Evictables, EvictionPolicy> policies) {
    policy = policies.apply(table);
    entries.add(null);
  }

  /** Records that a new entry, which is in no order, is in the tier. */
  public void admitted(E entry) {
    try {
      entry.number = table.add(entry.hash, entry.bytes);
      if (entry.number == entries.size()) {
        entries.add(entry);
      } else {
        entries.set(entry.number, entry);
      }
      policy.admitted(entry.number);
    } finally {
      // the policy knows the memory of the table only by its address
      Reference.reachabilityFence(this);
    }
  }

  /** Records that an entry of the tier was hit. */
  public void accessed(E entry) {
    try {
      policy.accessed(entry.number);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Records that an entry has left the tier otherwise than as a victim. */
  public void removed(E entry) {
    try {
      policy.removed(entry.number);
      forget(entry);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Takes out the entry to evict next, or returns {@code null} if there is none; {@link #removed}
   * must not follow.
   */
  public @Nullable E victim() {
    try {
      int number = policy.victim();
      if (number == Evictables.NONE) {
        return null;
      }
      E victim = Objects.requireNonNull(entries.get(number));
      forget(victim);
      return victim;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Sets the tier's limit to {@code bytes}. */
  public void limitBytes(long bytes) {
    policy.limitBytes(bytes);
  }

  private void forget(E entry) {
    entries.set(entry.number, null);
    table.free(entry.number);
    entry.number = Evictables.NONE;
  }
}
