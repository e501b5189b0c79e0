package io.nfcs.grid.ignite.clients;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of refusals, by kind.
 *
 * <p><b>Threads.</b> Any.
 */
public final class Refusals {
  /** A kind of refused request. */
  public enum Kind {
    /** A connection above the limit. */
    CONNECTION,
    /** A client or node whose handshake was late or malformed. */
    HANDSHAKE,
    /** A login with an unknown user or a wrong password. */
    LOGIN,
    /** A request that is too long or cannot be read. */
    MESSAGE,
    /** A request that the client has no right to. */
    REQUEST,
    /** A query that waited or ran too long, or would take too much of the heap. */
    QUERY,
    /** Another node, whose certificate is not trusted. */
    NODE
  }

  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

  /** Creates counts at 0. */
  public Refusals() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  /** Counts a refusal. */
  @SuppressWarnings("NullAway") // all kinds are there from the start
  public void count(Kind kind) {
    counts.get(kind).increment();
  }

  /** Returns the counts by kind, in lower case. */
  public Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((kind, count) -> all.put(kind.name().toLowerCase(Locale.ROOT), count.sum()));
    return all;
  }
}
