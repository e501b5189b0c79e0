package io.nfcs.grid.tier;

import io.nfcs.tier.CacheKey;
import io.nfcs.tier.SharedTier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tier on the heap that caches share, with the log of their changes. */
class LogTier extends FetchFixture.HeapTier implements SharedTier {
  private final NavigableMap<Long, String> log = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>();

  LogTier(String name) {
    super(name);
  }

  /** Returns all changes, in their order. */
  synchronized List<String> texts() {
    return List.copyOf(log.values());
  }

  @Override
  public synchronized long append(String text, @Nullable String name, long above) {
    long number = 1 + Math.max(above, latest());
    log.put(number, text);
    if (name != null) {
      numbers.put(name, number);
    }
    return number;
  }

  @Override
  public synchronized Changes after(long number) {
    List<String> texts = new ArrayList<>();
    String text = log.get(number + 1);
    while (text != null) {
      texts.add(text);
      text = log.get(number + 1 + texts.size());
    }
    return new Changes(latest(), texts);
  }

  @Override
  public synchronized long[] latestOf(List<String> names) {
    return names.stream().mapToLong(name -> numbers.getOrDefault(name, since())).toArray();
  }

  @Override
  public synchronized long since() {
    return log.isEmpty() ? 0 : log.firstKey();
  }

  @Override
  public void onChange(Runnable hint) {
    // a notified cache finds the change in the log as well
  }

  @Override
  public boolean claim(CacheKey key, String holder, long millis) {
    return true;
  }

  @Override
  public void release(CacheKey key, String holder) {
    // nobody else waits for it
  }

  private long latest() {
    return log.isEmpty() ? 0 : log.lastKey();
  }
}
