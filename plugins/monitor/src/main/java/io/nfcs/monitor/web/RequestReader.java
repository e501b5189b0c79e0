package io.nfcs.monitor.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A reader of the heads of requests, one after the other, from a connection (RFC 9112). Ambiguous
 * input is refused.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> at most the size of a head.
 */
final class RequestReader {
  private static final int MAX_LINE = 2048;
  private static final int MAX_HEADERS = 8192;
  private static final int MAX_FIELDS = 100;
  private static final int MAX_EMPTY_LINES = 8;
  private static final int BAD_REQUEST = 400;
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int URI_TOO_LONG = 414;
  private static final int VERSION_NOT_SUPPORTED = 505;

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]");
  private static final Pattern TARGET = Pattern.compile("[!-~]+");
  private static final Pattern FIELD_VALUE = Pattern.compile("[\\t -~\\x80-\\xff]*");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z._~!$&'()*+,;=%-]*)(:[0-9]{0,5})?");
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)([^#]*)");

  private final InputStream in;
  private final byte[] buffer = new byte[1024];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int position;
  private int limit;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** Waits for the first byte of a request; returns whether there is one. */
  boolean await() throws IOException {
    return position < limit || fill();
  }

  /**
   * Reads a request.
   *
   * @throws RefusedRequest if it is malformed or too large; the start of the next one is then
   *     unknown
   */
  Request read() throws IOException, RefusedRequest {
    String start = line(MAX_LINE, URI_TOO_LONG);
    for (int empty = 0; start.isEmpty(); empty++) {
      // some clients send an extra line end after a request
      check(empty < MAX_EMPTY_LINES, BAD_REQUEST);
      start = line(MAX_LINE, URI_TOO_LONG);
    }
    String[] parts = start.split(" ", -1);
    check(parts.length == 3, BAD_REQUEST);
    check(TOKEN.matcher(parts[0]).matches(), BAD_REQUEST);
    check(TARGET.matcher(parts[1]).matches(), BAD_REQUEST);
    check(VERSION.matcher(parts[2]).matches(), BAD_REQUEST);
    check(parts[2].startsWith("HTTP/1."), VERSION_NOT_SUPPORTED);
    boolean isHttp11 = !parts[2].endsWith(".0");
    Map<String, List<String>> headers = headers();
    check(!hasBody(headers), CONTENT_TOO_LARGE);
    return request(parts[0], parts[1], headers, isHttp11);
  }

  private static Request request(
      String method, String target, Map<String, List<String>> headers, boolean isHttp11)
      throws RefusedRequest {
    List<String> hosts = headers.getOrDefault("host", List.of());
    check(hosts.size() == 1 || (hosts.isEmpty() && !isHttp11), BAD_REQUEST);
    String host = hosts.isEmpty() ? "" : hosts.getFirst();
    String local = target;
    var absolute = ABSOLUTE.matcher(target);
    if (absolute.matches()) {
      // the target of a proxy request overrides the header
      host = absolute.group(1);
      local = absolute.group(2).startsWith("/") ? absolute.group(2) : "/" + absolute.group(2);
    } else if (method.equals("CONNECT")) {
      local = "*";
    }
    check(HOST.matcher(host).matches(), BAD_REQUEST);
    check(local.startsWith("/") || local.equals("*"), BAD_REQUEST);
    int question = local.indexOf('?');
    String path = question < 0 ? local : local.substring(0, question);
    String query = question < 0 ? "" : local.substring(question + 1);
    return new Request(method, decoded(path), pairs(query), headers, host, isHttp11);
  }

  private Map<String, List<String>> headers() throws IOException, RefusedRequest {
    Map<String, List<String>> headers = new HashMap<>();
    int left = MAX_HEADERS;
    int fields = 0;
    for (String header = line(left, BAD_REQUEST);
        !header.isEmpty();
        header = line(left, BAD_REQUEST)) {
      left -= header.length();
      // a short header takes a hundred times its length in the map
      check(++fields <= MAX_FIELDS, BAD_REQUEST);
      int colon = header.indexOf(':');
      check(colon > 0 && TOKEN.matcher(header.substring(0, colon)).matches(), BAD_REQUEST);
      String value = header.substring(colon + 1);
      check(FIELD_VALUE.matcher(value).matches(), BAD_REQUEST);
      headers
          .computeIfAbsent(
              header.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(value.strip());
    }
    return headers;
  }

  private static boolean hasBody(Map<String, List<String>> headers) throws RefusedRequest {
    boolean hasBody = headers.containsKey("transfer-encoding");
    for (String length : headers.getOrDefault("content-length", List.of())) {
      check(!length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9'), BAD_REQUEST);
      hasBody |= length.chars().anyMatch(c -> c != '0');
    }
    return hasBody;
  }

  private static Map<String, String> pairs(String query) throws RefusedRequest {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decoded(String text) throws RefusedRequest {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '%') {
        check(at + 2 < text.length(), BAD_REQUEST);
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        check(high >= 0 && low >= 0, BAD_REQUEST);
        bytes.write(16 * high + low);
        at += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Returns a line without its end, which is CR LF or LF alone. */
  private String line(int most, int statusIfLonger) throws IOException, RefusedRequest {
    line.reset();
    while (true) {
      check(position < limit || fill(), BAD_REQUEST);
      byte next = buffer[position++];
      if (next == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        String whole = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        check(whole.indexOf('\r') < 0 && whole.indexOf('\0') < 0, BAD_REQUEST);
        return whole;
      }
      check(line.size() < most, statusIfLonger);
      line.write(next);
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private static void check(boolean holds, int status) throws RefusedRequest {
    if (!holds) {
      throw new RefusedRequest(status);
    }
  }
}
