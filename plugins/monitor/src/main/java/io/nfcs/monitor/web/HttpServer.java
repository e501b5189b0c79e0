package io.nfcs.monitor.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on a port. It survives failures of connections and a lack of file descriptors.
 *
 * <p><b>Threads.</b> One of its own, {@code nfcs-http}, accepts clients; a virtual one each, {@code
 * nfcs-http-} and a number, answers them. <b>Owns</b> port and connections until {@link #close()}.
 */
final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int LOOK_MILLIS = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final @Nullable SSLContext tls;
  private final Limits limits;
  private final Session.Context context;
  private final LongSupplier nowNanos;
  private final Consumer<Throwable> failures;
  private final Connections connections;
  private final InetSocketAddress address;
  private final Thread thread = Thread.ofPlatform().name("nfcs-http").daemon().unstarted(this::run);
  private volatile ServerSocket listener;
  private volatile boolean isClosing;
  private long number;

  /**
   * Starts to listen and answer.
   *
   * @param address port 0 for any free port
   * @param tls encryption of connections, {@code null} for none
   * @param handler answers requests
   * @param nowNanos a monotonic clock
   * @param time clock for the date of responses
   * @param statuses receives the status of each response, 0 if there was none; called by any thread
   * @param failures receives the failures of the server; called by any thread
   * @throws IOException if the address cannot be listened on
   */
  public HttpServer(
      InetSocketAddress address,
      @Nullable SSLContext tls,
      Limits limits,
      Handler handler,
      LongSupplier nowNanos,
      InstantSource time,
      Consumer<Integer> statuses,
      Consumer<Throwable> failures)
      throws IOException {
    this.tls = tls;
    this.limits = limits;
    this.nowNanos = nowNanos;
    this.failures = failures;
    context = new Session.Context(handler, time, statuses, failures);
    connections = new Connections(limits);
    readyVirtualThreads();
    listener = listen(address);
    this.address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    thread.start();
  }

  /** Returns the port of the server. */
  public int port() {
    return address.getPort();
  }

  /** Returns the number of open connections. */
  public int connections() {
    return connections.count();
  }

  /** Returns the number of connections ended to make room for another. */
  public long evicted() {
    return connections.evicted();
  }

  /**
   * Returns the number of connections whose time for a request, the next one or taking a response
   * was over.
   */
  public long expired() {
    return connections.expired();
  }

  /** Returns the number of connections refused for lack of room. */
  public long refused() {
    return connections.refused();
  }

  /**
   * Stops to listen, lets responses under way end for a tenth of a second, and ends all
   * connections.
   */
  @Override
  public void close() {
    isClosing = true;
    close(listener);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long end = nowNanos.getAsLong() + GRACE_NANOS;
    while (connections.count() > 0 && nowNanos.getAsLong() - end < 0) {
      LockSupport.parkNanos(GRACE_NANOS / 10);
    }
    connections.endAll();
  }

  private static ServerSocket listen(InetSocketAddress address) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.setSoTimeout(LOOK_MILLIS);
      listener.bind(address, BACKLOG);
      return listener;
    } catch (IOException failure) {
      listener.close();
      throw failure;
    }
  }

  /**
   * Makes a virtual thread wait for a socket. The JDK opens its poller at the first wait; if that
   * fails for lack of a descriptor, no virtual thread of the process can ever wait.
   */
  private static void readyVirtualThreads() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody.setSoTimeout(1);
      Thread.ofVirtual().name("nfcs-http-0").start(() -> accept(nobody)).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void accept(ServerSocket nobody) {
    try {
      nobody.accept().close();
    } catch (IOException inTime) {
      // expected
    }
  }

  private void run() {
    Throwable failure = null;
    while (!isClosing) {
      try {
        if (failure != null) {
          Throwable toTell = failure;
          failure = null;
          // most likely a lack of file descriptors, which may pass
          LockSupport.parkNanos(connections.evict(null) ? SHORT_NANOS : PAUSE_NANOS);
          failures.accept(toTell);
        }
        connections.expire(nowNanos.getAsLong());
        if (listener.isClosed()) {
          listener = listen(address);
        }
        letIn(listener.accept());
      } catch (SocketTimeoutException nobody) {
        // time to check the open connections
      } catch (IOException | RuntimeException | Error failed) {
        // the handling may fail as well, since no class file can be read without descriptors
        failure = failed;
      }
    }
    close(listener);
  }

  private void letIn(Socket socket) {
    boolean isIn = false;
    try {
      Connections.Room room = connections.makeRoom(socket.getInetAddress());
      if (room != Connections.Room.NONE) {
        boolean isReserve = room == Connections.Room.RESERVE;
        Connection connection = new Connection(socket, tls, limits, isReserve, nowNanos);
        connections.add(connection);
        Thread.ofVirtual().name("nfcs-http-" + ++number).start(() -> serve(connection));
        isIn = true;
      }
    } catch (IOException gone) {
      // closed before the socket existed
    } finally {
      if (!isIn) {
        close(socket);
      }
    }
  }

  private void serve(Connection connection) {
    try {
      connection.run(context);
    } catch (RuntimeException | Error failure) {
      failures.accept(failure);
    } finally {
      connections.remove(connection);
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception closed) {
      // closed anyway
    }
  }
}
