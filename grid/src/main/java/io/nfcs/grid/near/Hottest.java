package io.nfcs.grid.near;

import io.nfcs.tier.CacheKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The keys of the recently most used entries, among entries that are shown one by one.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> for those that are among the first so far.
 */
final class Hottest {
  private final int most;
  private final PriorityQueue<Hot> coldestFirst =
      new PriorityQueue<>(Comparator.comparingInt(Hot::frequency));

  Hottest(int most) {
    this.most = most;
  }

  private record Hot(CacheKey key, int frequency) {}

  void show(NearEntry entry, int frequency) {
    if (coldestFirst.size() == most) {
      Hot coldest = coldestFirst.peek();
      if (coldest == null || frequency <= coldest.frequency) {
        return;
      }
      coldestFirst.remove();
    }
    coldestFirst.add(new Hot(entry.key(), frequency));
  }

  /** Returns the keys, most used first, and forgets them. */
  List<CacheKey> take() {
    List<CacheKey> keys = new ArrayList<>(coldestFirst.size());
    while (!coldestFirst.isEmpty()) {
      keys.add(coldestFirst.remove().key);
    }
    return keys.reversed();
  }
}
