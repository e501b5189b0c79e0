package io.nfcs.grid.tier;

import io.nfcs.tier.Tag;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tags of entries in this JVM, one instance a name. A tag without entries in this JVM is
 * forgotten; its invalidations stay in the store of invalidations.
 *
 * <p><b>Threads.</b> Any; nobody waits for what another asks of a tag. An invalidation raises the
 * version before it looks for the tag, and a tag is added only at the version before its number was
 * asked for; both look at the tag's place in the map one at a time. So an invalidation finds the
 * tag, or the tag is asked for again. {@code recent} is written without order: it only keeps tags
 * reachable.
 */
final class LiveTags {
  /** Number of tags kept in any case, so that tiers without near need not ask again and again. */
  private static final int RECENT = 4096;

  private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();
  private final ReferenceQueue<Tag> gone = new ReferenceQueue<>();
  private final @Nullable Tag[] recent = new Tag[RECENT];
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong version = new AtomicLong();
  private final AtomicLong latestHeard = new AtomicLong();

  private static final class Known extends WeakReference<Tag> {
    private final String name;

    Known(Tag tag, ReferenceQueue<Tag> gone) {
      super(tag, gone);
      name = tag.name();
    }
  }

  /** Returns the tag of a name, or {@code null} if it would have to be made. */
  @Nullable Tag find(String name) {
    Known there = known.get(name);
    return there == null ? null : there.get();
  }

  /** Returns a number that changes with every known invalidation. */
  long version() {
    return version.get();
  }

  /**
   * Adds the tag of a name, unless there is one, and returns the present tag. The stored number of
   * the tag may be outdated: if an invalidation became known since it was read, this returns {@code
   * null}.
   *
   * @param since the version before anything was asked
   */
  @Nullable Tag add(Tag fresh, long since) {
    return add(fresh, () -> version.get() == since);
  }

  /** Adds the tag of a name, unless there is one; it counts as met by every known invalidation. */
  Tag addAsHeard(Tag fresh) {
    Tag added =
        add(
            fresh,
            () -> {
              fresh.invalidate(latestHeard.get());
              return true;
            });
    return Objects.requireNonNull(added);
  }

  /** Records a known invalidation. */
  void heard(String name, long number) {
    latestHeard.accumulateAndGet(number, Math::max);
    version.incrementAndGet();
    known.computeIfPresent(
        name,
        (same, there) -> {
          Tag tag = there.get();
          if (tag != null) {
            tag.invalidate(number);
          }
          return there;
        });
  }

  private @Nullable Tag add(Tag fresh, BooleanSupplier isUpToDate) {
    forget();
    Tag[] result = new Tag[1];
    known.compute(
        fresh.name(),
        (name, there) -> {
          Tag tag = there == null ? null : there.get();
          if (tag == null && !isUpToDate.getAsBoolean()) {
            return there;
          }
          result[0] = tag == null ? fresh : tag;
          return tag == null ? new Known(fresh, gone) : there;
        });
    if (result[0] != null) {
      recent[next.getAndIncrement() & (RECENT - 1)] = result[0];
    }
    return result[0];
  }

  /** Returns all tags. */
  List<Tag> all() {
    forget();
    return known.values().stream().map(Known::get).filter(Objects::nonNull).toList();
  }

  /** Drops tags that no entry has any more; to be called now and then. */
  void forget() {
    for (Object dead = gone.poll(); dead != null; dead = gone.poll()) {
      Known entry = (Known) dead;
      known.remove(entry.name, entry);
    }
  }
}
