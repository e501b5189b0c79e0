package io.nfcs.counters;

import io.nfcs.config.ConfigException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Distinct errors: each is logged once with its cause, and counted from then on.
 *
 * <p>Two errors are the same if place, class and message are. <b>Threads.</b> Any; of several that
 * record a new error at once, one logs it. <b>Allocates</b> per call; a failure is not the hot
 * path. Keeps {@value #MAX_DISTINCT} distinct errors, and a few more where threads record new ones
 * at the same moment; further ones are counted together.
 */
public final class ErrorLog {
  private static final int MAX_DISTINCT = 256;
  private static final Logger LOG = LoggerFactory.getLogger(ErrorLog.class);

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** An empty log. */
  public ErrorLog() {}

  /** Records an error that happened at a place, e.g. {@code stage cgl}. */
  public void record(String place, Throwable error) {
    if (error instanceof ConfigException) {
      // its message is for the author of the file, to whom a stack trace is of no use
      record(place, String.valueOf(error.getMessage()));
      return;
    }
    String key = count(place, error);
    if (key != null) {
      LOG.error("{} (logged once, counted from now on)", key, error);
    }
  }

  /** Records an error that is fully described by a sentence. */
  public void record(String place, String what) {
    String key = count(place + ": " + what);
    if (key != null) {
      LOG.error("{} (logged once, counted from now on)", key);
    }
  }

  /**
   * Counts an error that is logged where it comes from.
   *
   * @return how it is known, {@code null} if it was known before
   */
  public @Nullable String count(String place, Throwable error) {
    return count(place + ": " + error);
  }

  private @Nullable String count(String told) {
    String key = told;
    if (counts.size() >= MAX_DISTINCT && !counts.containsKey(key)) {
      key = "more distinct errors than " + MAX_DISTINCT;
    }
    LongAdder fresh = new LongAdder();
    LongAdder known = counts.putIfAbsent(key, fresh);
    (known == null ? fresh : known).increment();
    return known == null ? key : null;
  }

  /** Returns every distinct error with its count, as a copy. */
  public Map<String, Long> counts() {
    return counts.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().sum()));
  }
}
