package io.nfcs.monitor.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A request and its response, which is sent once, whole or as a stream. A HEAD is answered like a
 * GET, without the body.
 *
 * <p><b>Threads.</b> One. <b>Fails</b> with an {@link IOException} if the client has gone.
 */
final class Exchange {
  private static final int NO_CONTENT = 204;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(204, "No Content"),
          Map.entry(303, "See Other"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(505, "HTTP Version Not Supported"));

  private final Request request;
  private final boolean isReserve;
  private final OutputStream out;
  private final InstantSource time;
  private final Consumer<Phase> phases;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private int status;
  private boolean isPersistent;

  Exchange(
      Request request,
      boolean isReserve,
      OutputStream out,
      InstantSource time,
      Consumer<Phase> phases) {
    this.request = request;
    this.isReserve = isReserve;
    this.out = out;
    this.time = time;
    this.phases = phases;
    isPersistent = request.isPersistent() && !isReserve;
  }

  /** Returns the request. */
  public Request request() {
    return request;
  }

  /**
   * Returns whether all other connections are busy, so that only the most important requests are
   * answered.
   */
  public boolean isReserve() {
    return isReserve;
  }

  /**
   * Adds a header to the response, in place of one of the same name; control characters of the
   * value are replaced by spaces. Without effect after the response.
   */
  public Exchange header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Ends the connection after the response. */
  public Exchange last() {
    isPersistent = false;
    return this;
  }

  /** Responds without content. */
  public void send(int code) throws IOException {
    send(code, new byte[0]);
  }

  /** Responds with a content, whose type is a header. */
  public void send(int code, byte[] content) throws IOException {
    if (code != NO_CONTENT) {
      header("Content-Length", Integer.toString(content.length));
    }
    byte[] head = head(code);
    boolean hasContent = content.length > 0 && !request.isHead();
    byte[] whole = hasContent ? new byte[head.length + content.length] : head;
    if (hasContent) {
      System.arraycopy(head, 0, whole, 0, head.length);
      System.arraycopy(content, 0, whole, head.length, content.length);
    }
    out.write(whole);
    out.flush();
  }

  /**
   * Responds with status 200 and a content in pieces, one per write; the caller closes the stream,
   * which ends the response. Nothing may be written if the response has no content.
   *
   * @throws IllegalStateException if there was a response already
   */
  public OutputStream stream() throws IOException {
    if (request.isHttp11()) {
      header("Transfer-Encoding", "chunked");
    } else {
      last();
    }
    out.write(head(200));
    out.flush();
    phases.accept(Phase.STREAMING);
    return request.isHead() ? OutputStream.nullOutputStream() : new Pieces();
  }

  /** Returns the status sent, 0 before the response. */
  int status() {
    return status;
  }

  boolean isPersistent() {
    return isPersistent;
  }

  private byte[] head(int code) {
    if (status != 0) {
      throw new IllegalStateException("answered with " + status + " already");
    }
    status = code;
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(code).append(' ');
    head.append(REASONS.getOrDefault(code, "")).append("\r\n");
    header("Date", DATE.format(time.instant()));
    if (!isPersistent) {
      header("Connection", "close");
    } else if (!request.isHttp11()) {
      header("Connection", "keep-alive");
    }
    headers.forEach((name, value) ->
        head.append(name).append(": ").append(value.replaceAll("\\p{Cntrl}", " ")).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Output in chunks for HTTP/1.1, or in plain bytes until the end of the connection for HTTP/1.0.
   */
  private final class Pieces extends OutputStream {
    private boolean isClosed;

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return;
      }
      if (request.isHttp11()) {
        String size = Integer.toHexString(length) + "\r\n";
        out.write(size.getBytes(StandardCharsets.ISO_8859_1));
      }
      out.write(bytes, offset, length);
      if (request.isHttp11()) {
        out.write(new byte[] {'\r', '\n'});
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (!isClosed) {
        isClosed = true;
        if (request.isHttp11()) {
          out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        out.flush();
      }
    }
  }
}
