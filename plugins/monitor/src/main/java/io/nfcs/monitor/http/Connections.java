package io.nfcs.monitor.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connections there are. A newcomer is let in as long as there is one of less worth to make
 * room: those that have not asked for anything yet come first, the oldest of them before all.
 *
 * <p><b>Threads.</b> One lets in and looks after them; any may remove, count and ask.
 */
final class Connections {
  /** So that what can end by itself, with an answer, does. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Limits limits;
  private final Set<Connection> all = ConcurrentHashMap.newKeySet();
  private final AtomicLong evicted = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  Connections(Limits limits) {
    this.limits = limits;
  }

  /** Makes room for a client from an address and tells which. */
  Room makeRoom(@Nullable InetAddress address) {
    boolean hasRoom =
        all.stream().filter(one -> one.address().equals(address)).count()
                < limits.clientsPerAddress()
            || evict(address);
    // nobody goes for a newcomer whose own address has no room
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
   * Ends the connection of least worth; returns whether there was one. It links no code when it is
   * first called, which may be when no class file can be opened.
   */
  boolean evict(@Nullable InetAddress from) {
    Connection least = null;
    Connection.State leastState = null;
    for (Connection one : all) {
      // as it stands now, since it continues
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

  /** Ends those whose time is over. */
  void expire(long nowNanos) {
    for (Connection one : all) {
      if (one.state().isOver(nowNanos - GRACE_NANOS)) {
        expired.incrementAndGet();
        end(one);
      }
    }
  }

  /** Ends all. */
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

  /** What room there is for a newcomer. */
  enum Room {
    /** That of any. */
    ORDINARY,
    /** For what must always be answered. */
    RESERVE,
    /** None. */
    NONE
  }
}
