package io.nfcs.monitor.web;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a client, with its phase and the start of it.
 *
 * <p><b>Threads.</b> Its own runs it and replaces its immutable state, by volatile writes; any may
 * read the state, which is of one instant, and end the connection by closing its socket.
 * <b>Owns</b> its socket.
 */
final class Connection {
  private static final int CHUNK = 16_384;
  private static final int SEND_BUFFER = 65_536;
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_LINGERING_BYTES = 1 << 20;

  private final Socket socket;
  private final @Nullable SSLContext tls;
  private final Limits limits;
  private final boolean isReserve;
  private final LongSupplier nowNanos;
  private final InetAddress address;
  private volatile State state;

  /**
   * Creates a connection that was just accepted.
   *
   * @param isReserve whether it is beyond the limit
   * @throws IOException if the client has gone already
   */
  Connection(
      Socket socket,
      @Nullable SSLContext tls,
      Limits limits,
      boolean isReserve,
      LongSupplier nowNanos)
      throws IOException {
    this.socket = socket;
    this.tls = tls;
    this.limits = limits;
    this.isReserve = isReserve;
    this.nowNanos = nowNanos;
    InetAddress peer = socket.getInetAddress();
    if (peer == null) {
      throw new IOException("gone");
    }
    address = peer;
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    // unread data is held here, for thousands of clients
    socket.setSendBufferSize(SEND_BUFFER);
    state = new State(Phase.UNKNOWN, nowNanos.getAsLong(), limitNanos(Phase.UNKNOWN));
  }

  /** Returns the address of the client. */
  InetAddress address() {
    return address;
  }

  boolean isReserve() {
    return isReserve;
  }

  /** Returns the state of the connection. */
  State state() {
    return state;
  }

  /** Answers requests until the connection ends. */
  void run(Session.Context context) {
    try (Socket used = encrypted()) {
      OutputStream out = new BufferedOutputStream(new TimedOutput(used.getOutputStream()), CHUNK);
      InputStream in = new TimedInput(used.getInputStream());
      new Session(in, out, context, isReserve, this::enter).run();
      linger(used, in);
    } catch (IOException gone) {
      // the client has gone, or the connection was ended
    } finally {
      end();
    }
  }

  /** Ends the connection in any phase. */
  void end() {
    try {
      // not by the encrypted socket, whose good-bye may block
      socket.close();
    } catch (IOException closed) {
      // ended all the same
    }
  }

  private Socket encrypted() throws IOException {
    if (tls == null) {
      return socket;
    }
    SSLSocket encrypted =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, (InputStream) null, true);
    socket.setSoTimeout(millisLeft());
    encrypted.startHandshake();
    // one is enough; a client of TLS 1.2 could otherwise renegotiate without end
    encrypted.addHandshakeCompletedListener(_ -> end());
    return encrypted;
  }

  /** Reads on before the end, since unread input would make the client lose the response. */
  private void linger(Socket used, InputStream in) throws IOException {
    state = new State(Phase.UNKNOWN, nowNanos.getAsLong(), LINGER_NANOS);
    used.shutdownOutput();
    byte[] rest = new byte[1024];
    int read = 0;
    for (int sum = 0; read >= 0 && sum < MOST_LINGERING_BYTES; sum += read) {
      read = in.read(rest, 0, rest.length);
    }
  }

  private void enter(Phase phase) {
    // the time for a first request begins with the connection
    if (phase != state.phase) {
      state = new State(phase, nowNanos.getAsLong(), limitNanos(phase));
    }
  }

  private long limitNanos(Phase phase) {
    return switch (phase) {
      case UNKNOWN -> TimeUnit.MILLISECONDS.toNanos(limits.requestMillis());
      case REFUSED, IDLE -> TimeUnit.MILLISECONDS.toNanos(limits.idleMillis());
      case WRITING -> TimeUnit.MILLISECONDS.toNanos(limits.writeMillis());
      case STREAMING, WORKING -> NO_LIMIT;
    };
  }

  private int millisLeft() {
    State now = state;
    long left = now.limitNanos - (nowNanos.getAsLong() - now.sinceNanos);
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 1, Integer.MAX_VALUE);
  }

  /**
   * State of a connection.
   *
   * @param phase its phase
   * @param sinceNanos start of the phase
   * @param limitNanos longest time of the phase
   */
  record State(Phase phase, long sinceNanos, long limitNanos) {
    boolean isOver(long nanos) {
      return nanos - sinceNanos > limitNanos;
    }

    /**
     * Returns whether this connection is ended before another for lack of room: by phase, then the
     * older one.
     */
    boolean isWorthLessThan(State other) {
      int order = phase.compareTo(other.phase);
      return order == 0 ? sinceNanos - other.sinceNanos < 0 : order < 0;
    }
  }

  /** An input whose reads end when the time of the phase does, however slowly bytes arrive. */
  private final class TimedInput extends InputStream {
    private final InputStream in;

    TimedInput(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      socket.setSoTimeout(millisLeft());
      return in.read(bytes, offset, length);
    }
  }

  /** An output whose pieces must each be taken within a time. */
  private final class TimedOutput extends OutputStream {
    private final OutputStream out;

    TimedOutput(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Phase before = state.phase;
      for (int at = 0; at < length; at += CHUNK) {
        state = new State(Phase.WRITING, nowNanos.getAsLong(), limitNanos(Phase.WRITING));
        out.write(bytes, offset + at, Math.min(CHUNK, length - at));
      }
      enter(before);
    }
  }
}
