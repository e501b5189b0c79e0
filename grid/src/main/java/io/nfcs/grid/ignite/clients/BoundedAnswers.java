package io.nfcs.grid.ignite.clients;

import io.nfcs.counters.ErrorLog;
import io.nfcs.grid.ignite.clients.Refusals.Kind;
import java.util.Arrays;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.binary.BinaryReaderExImpl;
import org.apache.ignite.internal.binary.BinaryWriterExImpl;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;
import org.apache.ignite.internal.binary.streams.BinaryHeapInputStream;
import org.apache.ignite.internal.binary.streams.BinaryHeapOutputStream;
import org.apache.ignite.internal.binary.streams.BinaryMemoryAllocatorChunk;
import org.apache.ignite.internal.processors.cache.binary.CacheObjectBinaryProcessorImpl;
import org.apache.ignite.internal.processors.odbc.ClientListenerAsyncResponse;
import org.apache.ignite.internal.processors.odbc.ClientListenerConnectionContext;
import org.apache.ignite.internal.processors.odbc.ClientListenerRequest;
import org.apache.ignite.internal.processors.odbc.ClientListenerResponse;
import org.apache.ignite.internal.processors.odbc.ClientMessage;
import org.apache.ignite.internal.processors.odbc.jdbc.JdbcConnectionContext;
import org.apache.ignite.internal.processors.odbc.jdbc.JdbcResponse;
import org.apache.ignite.internal.processors.platform.client.ClientConnectionContext;
import org.apache.ignite.internal.processors.platform.client.ClientOutgoingMessage;
import org.apache.ignite.internal.processors.security.OperationSecurityContext;
import org.apache.ignite.internal.util.typedef.X;
import org.apache.ignite.plugin.security.SecurityException;

/**
 * A writer of Ignite's answers to requests, within a limit of bytes. A page of long rows ends
 * early; a single value is always written whole.
 *
 * <p><b>Threads.</b> Any; an answer that comes later is sent by the thread of Ignite that has it.
 */
final class BoundedAnswers {
  private final GridKernalContext context;
  private final GridBinaryMarshaller marshaller;
  private final int mostBytes;
  private final Refusals refusals;
  private final ErrorLog errors = new ErrorLog();

  BoundedAnswers(GridKernalContext context, ClientSettings settings, Refusals refusals) {
    this.context = context;
    marshaller = ((CacheObjectBinaryProcessorImpl) context.cacheObjects()).marshaller();
    mostBytes = settings.answerBytes();
    this.refusals = refusals;
  }

  /**
   * Answers a request.
   *
   * @param waits whether to wait for an answer that comes later
   */
  void answer(
      ClientSession session,
      ClientListenerConnectionContext client,
      ClientMessage message,
      boolean waits) {
    ClientListenerRequest request;
    try {
      request = decoded(client, message);
    } catch (RuntimeException unreadable) {
      refusals.count(Kind.MESSAGE);
      errors.record("a request of a client cannot be read", unreadable);
      session.close();
      return;
    }
    try (OperationSecurityContext _ = context.security().withContext(client.securityContext())) {
      ClientListenerResponse response = client.handler().handle(request);
      if (response instanceof ClientListenerAsyncResponse later) {
        if (!waits) {
          later.future().listen(done -> send(session, client, request, done::get));
          return;
        }
        response = later.future().get();
      }
      if (response != null) {
        send(session, client, response);
      }
    } catch (Throwable failure) {
      failed(session, client, request, failure);
    }
  }

  /** A step that may fail. */
  private interface Later {
    ClientListenerResponse get() throws IgniteCheckedException;
  }

  private void send(
      ClientSession session,
      ClientListenerConnectionContext client,
      ClientListenerRequest request,
      Later later) {
    try {
      send(session, client, later.get());
    } catch (Throwable failure) {
      failed(session, client, request, failure);
    }
  }

  private void send(
      ClientSession session,
      ClientListenerConnectionContext client,
      ClientListenerResponse response) {
    if (session.send(encoded(client, response)).error() == null) {
      response.onSent();
    }
  }

  private void failed(
      ClientSession session,
      ClientListenerConnectionContext client,
      ClientListenerRequest request,
      Throwable failure) {
    client.handler().unregisterRequest(request.requestId());
    // the engine wraps the exception once for each node and step of the plan
    Throwable refused = X.cause(failure, QueryTooLarge.class);
    if (refused == null) {
      refused = X.cause(failure, AnswerTooLong.class);
    }
    if (refused != null) {
      refusals.count(Kind.QUERY);
    } else if (!X.hasCause(failure, SecurityException.class)) {
      errors.record("a request of a client", failure);
    }
    session.send(
        client
            .parser()
            .encode(
                client.handler().handleException(refused == null ? failure : refused, request)));
    if (failure instanceof Error error) {
      throw error;
    }
  }

  private ClientListenerRequest decoded(
      ClientListenerConnectionContext client, ClientMessage message) {
    byte[] bytes = message.payload();
    if (!(client instanceof ClientConnectionContext) || !ClientGate.isGetAll(bytes)) {
      return client.parser().decode(message);
    }
    BinaryReaderExImpl reader =
        new BinaryReaderExImpl(
            marshaller.context(), new BinaryHeapInputStream(bytes), null, null, true, true);
    reader.readShort();
    return new MeasuredGetAll(reader, mostBytes);
  }

  private ClientMessage encoded(
      ClientListenerConnectionContext client, ClientListenerResponse response) {
    if (client instanceof JdbcConnectionContext jdbc) {
      BinaryHeapOutputStream out = new BinaryHeapOutputStream(1 << 10, new Limited(2 * mostBytes));
      BinaryWriterExImpl writer = new BinaryWriterExImpl(marshaller.context(), out, null, null);
      ((JdbcResponse) response).writeBinary(writer, jdbc.protocolContext());
      return new ClientMessage(out);
    }
    Object cursor = AnswerPage.cursor(response);
    boolean isMade = cursor != null && !AnswerPage.isOfEntries(cursor);
    BinaryHeapOutputStream out =
        new BinaryHeapOutputStream(
            1 << 10, new Limited(isMade ? 2 * mostBytes : Integer.MAX_VALUE));
    if (cursor != null) {
      AnswerPage.begin(cursor, mostBytes, out);
    }
    ClientConnectionContext thin = (ClientConnectionContext) client;
    try {
      ((ClientOutgoingMessage) response).encode(thin, marshaller.writer(out));
    } catch (RuntimeException | Error failure) {
      if (cursor != null) {
        thin.resources().release(AnswerPage.number(cursor));
      }
      throw failure;
    }
    return new ClientMessage(out);
  }

  /** Memory of one answer. Ignite doubles it, so its size is bounded by the next power of two. */
  private final class Limited implements BinaryMemoryAllocatorChunk {
    private final int most;

    Limited(int bytes) {
      most = bytes == Integer.MAX_VALUE ? bytes : Integer.highestOneBit(bytes - 1) << 1;
    }

    @Override
    public byte[] allocate(int size) {
      return new byte[size];
    }

    @Override
    public byte[] reallocate(byte[] data, int size) {
      if (size > most) {
        throw new AnswerTooLong(mostBytes, "fewer rows at a time, or shorter ones");
      }
      return Arrays.copyOf(data, size);
    }

    @Override
    public void release(byte[] data, int mostWritten) {}

    @Override
    public boolean isAcquired() {
      return false;
    }
  }
}
