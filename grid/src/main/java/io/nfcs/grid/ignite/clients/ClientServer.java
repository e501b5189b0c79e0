package io.nfcs.grid.ignite.clients;

import io.nfcs.grid.ignite.clients.Refusals.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.ignite.internal.processors.odbc.ClientListenerNioListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of thin clients. It replaces Ignite's own listener, which takes megabytes of native
 * memory for each connection before a login, does not limit their number, and lets a client create
 * objects of any class before it has logged in.
 *
 * <p>What fails, a lack of file descriptors as well, ends one connection and never this.
 *
 * <p><b>Threads.</b> One accepts, one watches the limits, each client has its own. The set of
 * sessions is its own lock; only the accepting thread replaces the listening socket, and closes the
 * new one itself if the end has come meanwhile. <b>Owns</b> the listening socket and the
 * connections.
 */
final class ClientServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientServer.class);
  private static final int BACKLOG = 128;
  private static final int SOCKET_BYTES = 64 << 10;
  private static final long WATCH_MILLIS = 200;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Listening listening;
  private final @Nullable SSLContext tls;
  private final ClientSettings settings;
  private final Refusals refusals;
  private final NanoClock clock = SystemNanoClock.INSTANCE;
  private final Set<ClientSession> sessions = new LinkedHashSet<>();
  private final AtomicLong numbers = new AtomicLong();
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("nfcs-clients-watch").factory());
  private volatile @Nullable Answers answers;
  private volatile ServerSocket accepting;
  private volatile String lastFailure = "";
  private volatile boolean isClosed;

  /**
   * Takes the address; nobody is let in until {@link #open}.
   *
   * @throws IOException if it cannot be had
   */
  ClientServer(
      Listening listening, @Nullable SSLContext tls, ClientSettings settings, Refusals refusals)
      throws IOException {
    this.listening = listening;
    this.tls = tls;
    this.settings = settings;
    this.refusals = refusals;
    accepting = listening.open();
  }

  /** A step that binds the address. */
  interface Listening {
    /** Returns a listening socket. */
    ServerSocket open() throws IOException;
  }

  static ServerSocket listen(InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      // kernel memory of a connection, which it inherits
      socket.setReceiveBufferSize(SOCKET_BYTES);
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  /**
   * The parts that handle a request.
   *
   * @param gate lets it through, or not
   * @param queries has it wait for its turn
   * @param bounded has Ignite answer it
   * @param listener is Ignite, for the login
   */
  record Answers(
      ClientGate gate,
      ClientQueries queries,
      BoundedAnswers bounded,
      ClientListenerNioListener listener) {}

  /** Lets clients in, and has their requests answered. */
  void open(Answers to) {
    answers = to;
    open();
  }

  /** Accepts clients, as far as their login; none if this is closed, as by a node that stops. */
  synchronized void open() {
    if (isClosed) {
      return;
    }
    Thread.ofPlatform().daemon().name("nfcs-clients-accept").start(this::accept);
    var _ =
        watch.scheduleWithFixedDelay(
            this::watchLimits, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void accept() {
    while (!isClosed) {
      try {
        if (accepting.isClosed()) {
          accepting = listening.open();
          if (isClosed) {
            accepting.close();
          }
        }
        admit(accepting.accept());
      } catch (IOException | RuntimeException | Error failure) {
        if (!isClosed) {
          failed(failure);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private void admit(Socket socket) throws IOException {
    socket.setSendBufferSize(SOCKET_BYTES);
    ClientSession session = new ClientSession(socket, tls, this);
    ClientSession loser = add(session);
    if (loser != null) {
      refusals.count(Kind.CONNECTION);
      loser.close();
    }
    if (loser == session) {
      return;
    }
    try {
      Thread.ofPlatform().daemon().name("nfcs-client-" + numbers.incrementAndGet()).start(session);
    } catch (RuntimeException | Error failure) {
      ended(session);
      session.close();
      throw failure;
    }
  }

  /** Adds a connection; returns the one to be closed in its place, which may be the new one. */
  private @Nullable ClientSession add(ClientSession session) {
    synchronized (sessions) {
      ClientSession loser = null;
      if (sessions.size() >= settings.connections()) {
        loser = session;
        for (ClientSession other : sessions) {
          if (!other.isLoggedIn()) {
            loser = other;
            break;
          }
        }
      }
      if (loser != null) {
        sessions.remove(loser);
      }
      if (loser != session) {
        sessions.add(session);
      }
      return loser;
    }
  }

  private void watchLimits() {
    try {
      long now = nanoTime();
      for (ClientSession session : all()) {
        if (session.isLate(now)) {
          session.close();
        }
      }
      Answers known = answers;
      if (known != null) {
        known.queries().endLate();
      }
    } catch (RuntimeException | Error failure) {
      failed(failure);
    }
  }

  private List<ClientSession> all() {
    synchronized (sessions) {
      return List.copyOf(sessions);
    }
  }

  /** Removes a connection that has ended. */
  void ended(ClientSession session) {
    synchronized (sessions) {
      sessions.remove(session);
    }
  }

  /** Records a failure that costs no more than a connection. */
  void failed(Throwable failure) {
    try {
      String why = failure.toString();
      if (!why.equals(lastFailure)) {
        lastFailure = why;
        LOG.warn("a client cannot be served: {} (logged once)", why);
      }
      LOG.debug("a client cannot be served", failure);
    } catch (RuntimeException | Error unsaid) {
      // without free descriptors no class file can be read and no log opened; the port survives
      // that too
    }
  }

  Answers answers() {
    Answers known = answers;
    if (known == null) {
      throw new IllegalStateException("not open");
    }
    return known;
  }

  ClientSettings settings() {
    return settings;
  }

  Refusals refusals() {
    return refusals;
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  int port() {
    return accepting.getLocalPort();
  }

  void closeSessions() {
    all().forEach(ClientSession::close);
  }

  @Override
  public void close() {
    end();
    try {
      accepting.close();
    } catch (IOException failure) {
      LOG.debug("the listening socket does not close", failure);
    }
    closeSessions();
  }

  private synchronized void end() {
    isClosed = true;
    watch.shutdownNow();
  }
}
