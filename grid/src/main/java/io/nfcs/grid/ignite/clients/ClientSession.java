package io.nfcs.grid.ignite.clients;

import io.nfcs.grid.ignite.clients.Refusals.Kind;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.ignite.IgniteException;
import org.apache.ignite.internal.processors.cache.query.IgniteQueryErrorCode;
import org.apache.ignite.internal.processors.odbc.ClientListenerConnectionContext;
import org.apache.ignite.internal.processors.odbc.ClientListenerNioListener;
import org.apache.ignite.internal.processors.odbc.ClientListenerRequestHandler;
import org.apache.ignite.internal.processors.odbc.ClientListenerResponse;
import org.apache.ignite.internal.processors.odbc.ClientMessage;
import org.apache.ignite.internal.processors.odbc.jdbc.JdbcResponse;
import org.apache.ignite.internal.processors.platform.client.ClientResponse;
import org.apache.ignite.internal.processors.platform.client.ClientStatus;
import org.apache.ignite.internal.util.nio.GridNioFinishedFuture;
import org.apache.ignite.internal.util.nio.GridNioFuture;
import org.apache.ignite.internal.util.nio.GridNioSessionImpl;
import org.apache.ignite.lang.IgniteInClosure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one client: it reads requests one after the other, and has Ignite answer those
 * that pass the gate. A message is its length (int, little endian) and that many bytes.
 *
 * <p><b>Threads.</b> One runs it; any may send and close. A lock keeps answers apart; its holder
 * says since when it writes in a volatile field, by which the watching thread finds a client that
 * does not read. <b>Owns</b> the socket.
 */
final class ClientSession extends GridNioSessionImpl implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
  private static final int READ_AHEAD = 4 << 10;
  private static final long NOT_WRITING = Long.MAX_VALUE;

  private final Socket socket;
  private final @Nullable SSLContext tls;
  private final ClientServer server;
  private final Object writing = new Object();
  private final ClientQueries.Taken taken = new ClientQueries.Taken();
  private final long sinceNanos;
  private volatile long writingSinceNanos = NOT_WRITING;
  private volatile boolean isLoggedIn;
  private @Nullable OutputStream out;

  @SuppressWarnings("NullAway") // no filters: the methods that would call them are overridden
  ClientSession(Socket socket, @Nullable SSLContext tls, ClientServer server) {
    super(
        null,
        (InetSocketAddress) socket.getLocalSocketAddress(),
        (InetSocketAddress) socket.getRemoteSocketAddress(),
        true);
    this.socket = socket;
    this.tls = tls;
    this.server = server;
    sinceNanos = server.nanoTime();
  }

  @Override
  public void run() {
    try {
      serve();
    } catch (MalformedRequest refused) {
      server.refusals().count(isLoggedIn ? Kind.MESSAGE : Kind.HANDSHAKE);
      LOG.debug("client {} is refused", remoteAddress(), refused);
    } catch (IOException ended) {
      if (!isLoggedIn && isLate(server.nanoTime())) {
        server.refusals().count(Kind.HANDSHAKE);
      }
      LOG.debug("client {} has ended", remoteAddress(), ended);
    } catch (Throwable failure) {
      server.failed(failure);
    } finally {
      close();
      server.ended(this);
    }
  }

  private void serve() throws IOException {
    ClientSettings settings = server.settings();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(settings.handshakeMillis());
    Socket channel = tls == null ? socket : secured(tls);
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(channel.getInputStream(), READ_AHEAD));
    out = channel.getOutputStream();
    byte[] handshake = read(in, Handshake.mostBytes());
    Handshake.check(handshake);
    server.answers().listener().onMessage(this, new ClientMessage(handshake));
    ClientListenerConnectionContext context = meta(ClientListenerNioListener.CONN_CTX_META_KEY);
    if (context == null) {
      server.refusals().count(Kind.LOGIN);
      return;
    }
    isLoggedIn = true;
    try {
      socket.setSoTimeout(settings.idleMillis());
      while (!closed()) {
        answer(context, read(in, settings.messageBytes()));
      }
    } finally {
      server.answers().listener().onDisconnected(this, null);
    }
  }

  private Socket secured(SSLContext context) throws IOException {
    SSLSocket secured =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  private static byte[] read(DataInputStream in, int most) throws IOException {
    int length = Integer.reverseBytes(in.readInt());
    if (length <= 0 || length > most) {
      throw new MalformedRequest("a message of " + length + " bytes; allowed: 1 to " + most, null);
    }
    byte[] message = new byte[length];
    in.readFully(message);
    return message;
  }

  private void answer(ClientListenerConnectionContext client, byte[] request) throws IOException {
    byte protocol = client.clientType();
    String refusal;
    try {
      refusal =
          server.answers().gate().refusal(protocol, client.handler().protocolVersion(), request);
    } catch (QueryTooLarge refused) {
      server.refusals().count(Kind.QUERY);
      refuse(client, request, ClientStatus.FAILED, String.valueOf(refused.getMessage()));
      return;
    }
    if (refusal != null) {
      server.refusals().count(Kind.REQUEST);
      String text = "Client is not authorized to perform this operation: " + refusal;
      refuse(client, request, ClientStatus.SECURITY_VIOLATION, text);
      return;
    }
    ClientMessage message = new ClientMessage(request);
    ClientListenerRequestHandler handler = client.handler();
    if (handler.isCancellationSupported()) {
      int operation = client.parser().decodeCommandType(message);
      if (!handler.isCancellationCommand(operation)) {
        handler.registerRequest(client.parser().decodeRequestId(message), operation);
      }
    }
    ClientServer.Answers answers = server.answers();
    if (!answers.gate().takesTurn(protocol, request)) {
      answers.bounded().answer(this, client, message, false);
    } else if (!answers
        .queries()
        .run(taken, () -> answers.bounded().answer(this, client, message, true))) {
      String text =
          "too many queries run; grid.clients.queries allows " + server.settings().queries();
      refuse(client, request, ClientStatus.FAILED, text);
    }
  }

  private void refuse(
      ClientListenerConnectionContext client, byte[] request, int status, String text) {
    ClientListenerResponse response =
        client.clientType() == ClientListenerNioListener.JDBC_CLIENT
            ? new JdbcResponse(IgniteQueryErrorCode.UNSUPPORTED_OPERATION, text)
            : new ClientResponse(ClientGate.number(request), status, text);
    send(client.parser().encode(response));
  }

  /** Returns whether the client has logged in. */
  boolean isLoggedIn() {
    return isLoggedIn;
  }

  /** Returns whether the client is late with its login or with reading an answer. */
  boolean isLate(long nowNanos) {
    ClientSettings settings = server.settings();
    boolean isSilent =
        !isLoggedIn
            && nowNanos - sinceNanos > TimeUnit.MILLISECONDS.toNanos(settings.handshakeMillis());
    long writes = writingSinceNanos;
    return isSilent
        || (writes != NOT_WRITING
            && nowNanos - writes > TimeUnit.MILLISECONDS.toNanos(settings.queryMillis()));
  }

  @Override
  public GridNioFuture<?> send(Object message) {
    byte[] payload = ((ClientMessage) message).payload();
    boolean isShort = payload.length <= READ_AHEAD;
    ByteBuffer start =
        ByteBuffer.allocate(Integer.BYTES + (isShort ? payload.length : 0))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(payload.length);
    if (isShort) {
      start.put(payload);
    }
    try {
      synchronized (writing) {
        writingSinceNanos = server.nanoTime();
        try {
          if (out != null) {
            out.write(start.array());
            if (!isShort) {
              out.write(payload);
            }
            out.flush();
          }
        } finally {
          writingSinceNanos = NOT_WRITING;
        }
      }
      return new GridNioFinishedFuture<>(true);
    } catch (IOException gone) {
      close();
      return new GridNioFinishedFuture<>(gone);
    }
  }

  @Override
  public void sendNoFuture(Object message, @Nullable IgniteInClosure<IgniteException> done) {
    send(message);
    if (done != null) {
      done.apply(null);
    }
  }

  @Override
  public GridNioFuture<Boolean> close() {
    boolean isFirst = setClosed();
    try {
      socket.close();
    } catch (IOException failure) {
      LOG.debug("the socket of client {} does not close", remoteAddress(), failure);
    }
    return new GridNioFinishedFuture<>(isFirst);
  }

  @Override
  public GridNioFuture<?> resumeReads() {
    return new GridNioFinishedFuture<>(true);
  }

  @Override
  public GridNioFuture<?> pauseReads() {
    return new GridNioFinishedFuture<>(true);
  }

  @Override
  public Certificate @Nullable [] certificates() {
    return null;
  }
}
