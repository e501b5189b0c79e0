package io.nfcs.grid.ignite;

import io.nfcs.grid.ignite.clients.Refusals;
import io.nfcs.grid.ignite.clients.Refusals.Kind;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.agrona.concurrent.NanoClock;
import org.apache.ignite.internal.util.nio.GridNioServer;
import org.apache.ignite.internal.util.nio.GridNioSession;
import org.apache.ignite.internal.util.nio.GridNioSessionMetaKey;
import org.apache.ignite.internal.util.nio.ssl.GridSslMeta;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.communication.tcp.internal.GridNioServerWrapper;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to a node of the cluster whose other end has not shown a certificate yet. There are
 * {@value #MOST} at a time for each of the node's two ports, the oldest make room for others, and
 * none stays longer than an honest one would try. Ignite itself lets in any number of them: each
 * takes a thread for five seconds and more, or native memory for ten minutes.
 *
 * <p><b>Threads.</b> Any; a thread of its own checks five times a second. {@code sockets} is its
 * own lock, {@code sessions} is that thread's alone. <b>Owns</b> the thread until {@link #close()}.
 */
final class Strangers implements AutoCloseable {
  static final int MOST = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
  private static final long LOOK_MILLIS = 200;

  private final long mostNanos;
  private final NanoClock clock;
  private final Refusals refusals;
  private final Map<SSLSocket, Long> sockets = new LinkedHashMap<>();
  private final ScheduledThreadPoolExecutor looks =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("nfcs-cluster-strangers").factory());
  private volatile @Nullable TcpCommunicationSpi communication;

  /** Sessions that were strangers at the last check, with their times of arrival. */
  private Map<GridNioSession, Seen> sessions = new HashMap<>();

  /**
   * Creates limits without connections.
   *
   * @param mostMillis longest time until a certificate is shown
   */
  Strangers(long mostMillis, NanoClock clock, Refusals refusals) {
    mostNanos = TimeUnit.MILLISECONDS.toNanos(mostMillis);
    this.clock = clock;
    this.refusals = refusals;
    var _ =
        looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Limits the connections to a node that is about to start, in place of the one before. */
  void watch(TcpDiscoverySpi discovery, TcpCommunicationSpi connections) {
    discovery.addIncomeConnectionListener(this::came);
    communication = connections;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  /**
   * Adds a new connection; called by the thread that reads from its socket, before the first read.
   */
  private void came(Socket socket) {
    if (socket instanceof SSLSocket encrypted) {
      encrypted.addHandshakeCompletedListener(_ -> forget(encrypted));
      SSLSocket loser = add(encrypted);
      if (loser != null) {
        end(loser, Kind.CONNECTION);
      }
    }
  }

  private @Nullable SSLSocket add(SSLSocket socket) {
    synchronized (sockets) {
      leaveOutEnded();
      SSLSocket loser = sockets.size() < MOST ? null : sockets.keySet().iterator().next();
      if (loser != null) {
        sockets.remove(loser);
      }
      sockets.put(socket, clock.nanoTime());
      return loser;
    }
  }

  private void leaveOutEnded() {
    for (Iterator<SSLSocket> all = sockets.keySet().iterator(); all.hasNext(); ) {
      SSLSocket socket = all.next();
      if (socket.isClosed()) {
        all.remove();
        if (!hasShownCertificate(socket)) {
          refusals.count(Kind.HANDSHAKE);
        }
      }
    }
  }

  private static boolean hasShownCertificate(SSLSocket closed) {
    try {
      return closed.getSession().getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException stranger) {
      return false;
    }
  }

  private void forget(SSLSocket socket) {
    synchronized (sockets) {
      sockets.remove(socket);
    }
  }

  private void end(SSLSocket socket, Kind why) {
    refusals.count(why);
    try {
      socket.close();
    } catch (IOException ended) {
      LOG.debug("a connection does not close", ended);
    }
  }

  private void look() {
    try {
      long now = clock.nanoTime();
      late(now).forEach(socket -> end(socket, Kind.HANDSHAKE));
      GridNioServer<?> server = Reach.server(communication);
      if (server != null) {
        look(server, now);
      }
    } catch (RuntimeException | Error failure) {
      // such as a lack of memory, which these limits prevent
      LOG.warn("unauthenticated connections to the cluster's node cannot be limited", failure);
    }
  }

  private List<SSLSocket> late(long now) {
    synchronized (sockets) {
      leaveOutEnded();
      List<SSLSocket> late = new ArrayList<>();
      sockets.forEach((socket, since) -> {
        if (now - since > mostNanos) {
          late.add(socket);
        }
      });
      late.forEach(sockets::remove);
      return late;
    }
  }

  private void look(GridNioServer<?> server, long now) {
    Map<GridNioSession, Seen> strangers = new HashMap<>();
    for (GridNioSession session : server.sessions()) {
      if (session.accepted() && !isKnown(session)) {
        strangers.put(session, sessions.getOrDefault(session, new Seen(now, false)));
      }
    }
    sessions = strangers;
    List<Map.Entry<GridNioSession, Seen>> staying = new ArrayList<>(strangers.entrySet());
    staying.removeIf(one -> one.getValue().isEnded);
    staying.sort((one, other) -> Long.signum(one.getValue().nanos - other.getValue().nanos));
    for (int i = 0; i < staying.size(); i++) {
      boolean isTooMany = i < staying.size() - MOST;
      Seen seen = staying.get(i).getValue();
      if (isTooMany || now - seen.nanos > mostNanos) {
        refusals.count(isTooMany ? Kind.CONNECTION : Kind.HANDSHAKE);
        // not by the session, which would send a farewell and log its failure
        server.close(staying.get(i).getKey());
        // its own thread does that later
        staying.get(i).setValue(new Seen(seen.nanos, true));
      }
    }
  }

  @SuppressWarnings("EnumOrdinal") // as Ignite names it
  private static boolean isKnown(GridNioSession session) {
    GridSslMeta tls = session.meta(GridNioSessionMetaKey.SSL_META.ordinal());
    return tls != null && tls.sslEngine().getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private record Seen(long nanos, boolean isEnded) {}

  /** Reflective access to Ignite's connections, which have no public access. */
  private static final class Reach {
    private static final @Nullable Field WRAPPER = wrapper();

    private Reach() {}

    private static @Nullable Field wrapper() {
      try {
        Field field = TcpCommunicationSpi.class.getDeclaredField("nioSrvWrapper");
        field.setAccessible(true);
        return field;
      } catch (NoSuchFieldException | RuntimeException otherVersion) {
        LOG.warn(
            "connections to the cluster's node have no limit: this version of Ignite keeps them elsewhere",
            otherVersion);
        return null;
      }
    }

    /** Returns the connections of a node, {@code null} while it has none. */
    @SuppressWarnings("deprecation") // there is no other way
    static @Nullable GridNioServer<?> server(@Nullable TcpCommunicationSpi communication) {
      try {
        Object wrapper =
            WRAPPER == null || communication == null ? null : WRAPPER.get(communication);
        return wrapper == null ? null : ((GridNioServerWrapper) wrapper).nio();
      } catch (IllegalAccessException madeAccessible) {
        throw new IllegalStateException(madeAccessible);
      }
    }
  }
}
