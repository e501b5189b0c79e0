package io.nfcs.monitor.web;

import java.util.List;
import java.util.Map;

/**
 * A request as sent, checked against RFC 9112.
 *
 * @param method method in capitals, as sent
 * @param path decoded, without query; {@code *} for the server as a whole
 * @param query names and values, decoded; of several values of a name the first
 * @param headers values by names in lower case
 * @param host name and port of the requested server; empty if the client named none
 * @param isHttp11 whether the client speaks HTTP/1.1 or a later 1.x
 */
record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, List<String>> headers,
    String host,
    boolean isHttp11) {
  /** Copies maps. */
  public Request {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** Returns the first value of a header, empty if there is none. */
  public String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of("")).getFirst();
  }

  /** Returns whether a header's lists contain this word, in any case. */
  boolean has(String lowerCaseName, String word) {
    for (String list : headers.getOrDefault(lowerCaseName, List.of())) {
      for (String value : list.split(",", -1)) {
        if (value.strip().equalsIgnoreCase(word)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns whether the client keeps its connection open. */
  boolean isPersistent() {
    return !has("connection", "close") && (isHttp11 || has("connection", "keep-alive"));
  }

  /** Returns whether the response must have no content. */
  public boolean isHead() {
    return method.equals("HEAD");
  }
}
