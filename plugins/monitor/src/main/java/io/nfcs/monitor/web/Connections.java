package io.nfcs.monitor.web;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The open connections. A new one is accepted if another of less worth can be ended for it: those
 * without a request so far first, the oldest of them before all.
 *
 * <p><b>Threads.</b> One accepts and expires them; any may remove and count.
 */
final class Connections {
  /** Grace in which a connection can end by itself, with a response. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Limits limits;
  private final Set<Connection> all = ConcurrentHashMap.newKeySet();
  private final AtomicLong evicted = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  Connections(Limits limits) {
    this.limits = limits;
  }

  /** Makes room for a client from an address; returns the kind of room. */
  Room makeRoom(@Nullable InetAddress address) {
    boolean hasRoom =
        all.stream().filter(one -> one.address().equals(address)).count()
                < limits.clientsPerAddress()
            || evict(address);
    // no connection is ended for a client whose own address has no room
    hasRoom = hasRoom && (all.size() < limits.clients() || evict(null));
    if (hasRoom) {
      return Room.ORDINARY;
    }
    if (all.stream().filter(Connection::isReserve).count() < Limits.RESERVE) {
      return Room.RESERVE;
    }
    refused.incrementAndGet();
    return Room.NONE;
  }

  void add(Connection connection) {
    all.add(connection);
  }

  void remove(Connection connection) {
    all.remove(connection);
  }

  /**
   * Ends the connection of least worth; returns whether there was one. Its first call links no
   * code, since no class file may be readable then.
   */
  boolean evict(@Nullable InetAddress from) {
    Connection least = null;
    Connection.State leastState = null;
    for (Connection one : all) {
      // a copy of its state, which changes meanwhile
      Connection.State state = one.state();
      if ((from == null || one.address().equals(from))
          && state.phase() != Phase.WORKING
          && (leastState == null || state.isWorthLessThan(leastState))) {
        least = one;
        leastState = state;
      }
    }
    if (least == null) {
      return false;
    }
    evicted.incrementAndGet();
    end(least);
    return true;
  }

  /** Ends the connections whose time is over. */
  void expire(long nowNanos) {
    for (Connection one : all) {
      if (one.state().isOver(nowNanos - GRACE_NANOS)) {
        expired.incrementAndGet();
        end(one);
      }
    }
  }

  /** Ends all connections. */
  void endAll() {
    List.copyOf(all).forEach(this::end);
  }

  int count() {
    return all.size();
  }

  long evicted() {
    return evicted.get();
  }

  long expired() {
    return expired.get();
  }

  long refused() {
    return refused.get();
  }

  private void end(Connection one) {
    all.remove(one);
    one.end();
  }

  /** Kind of room for a new connection. */
  enum Room {
    /** Room for any request. */
    ORDINARY,
    /** Room for requests that must always be answered. */
    RESERVE,
    /** No room. */
    NONE
  }
}
