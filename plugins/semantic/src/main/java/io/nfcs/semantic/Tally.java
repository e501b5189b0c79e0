package io.nfcs.semantic;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by kind.
 *
 * <p><b>Threads.</b> Any.
 */
final class Tally<E extends Enum<E>> {
  private final Class<E> kinds;
  private final Map<E, LongAdder> counts;

  Tally(Class<E> kinds) {
    this.kinds = kinds;
    counts = new EnumMap<>(kinds);
    for (E kind : Objects.requireNonNull(kinds.getEnumConstants())) {
      counts.put(kind, new LongAdder());
    }
  }

  void count(E kind) {
    Objects.requireNonNull(counts.get(kind)).increment();
  }

  long sum() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  Map<E, Long> counts() {
    Map<E, Long> sums = new EnumMap<>(kinds);
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }
}
