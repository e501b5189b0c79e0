package io.nfcs.monitor.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.nfcs.config.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. On loopback without a token anybody on this machine, as long as the request was
 * meant for this machine (a page of another host that a browser was led here from is not); with a
 * token whoever carries it.
 *
 * <p><b>Threads.</b> Any.
 */
final class Access {
  static final String TOKEN_KEY = "monitor.token_file";

  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "Bearer ";
  private static final String COOKIE = "nfcs-token=";

  private final byte @Nullable [] token;

  private Access(byte @Nullable [] token) {
    this.token = token;
  }

  /**
   * Access with a token.
   *
   * @param tokenFile file with it, empty for none
   */
  static Access by(String tokenFile) {
    return new Access(
        tokenFile.isEmpty()
            ? null
            : TlsSettings.token(TOKEN_KEY, tokenFile).getBytes(StandardCharsets.UTF_8));
  }

  /** Why a request is refused, empty if it is not. */
  Optional<Status> refuse(ServerRequest request) {
    byte[] wanted = token;
    if (wanted == null) {
      return isForLoopback(request) ? Optional.empty() : Optional.of(Status.FORBIDDEN_403);
    }
    return MessageDigest.isEqual(wanted, carried(request).getBytes(StandardCharsets.UTF_8))
        ? Optional.empty()
        : Optional.of(Status.UNAUTHORIZED_401);
  }

  private static boolean isForLoopback(ServerRequest request) {
    String host = request.headers().first(HeaderNames.HOST).orElse("");
    return LOOPBACK_NAMES.contains(host.replaceFirst(":\\d+$", ""));
  }

  /** The cookie for a browser that came with the token in its address, which then is forgotten. */
  Optional<String> cookie(ServerRequest request) {
    byte[] wanted = token;
    String given = request.query().first("token").orElse("");
    return wanted != null && MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))
        ? Optional.of(COOKIE + given + "; HttpOnly; SameSite=Strict; Path=/")
        : Optional.empty();
  }

  private static String carried(ServerRequest request) {
    String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    if (header.startsWith(BEARER)) {
      return header.substring(BEARER.length()).strip();
    }
    for (String cookie : request.headers().first(HeaderNames.COOKIE).orElse("").split("; *", -1)) {
      if (cookie.startsWith(COOKIE)) {
        return cookie.substring(COOKIE.length());
      }
    }
    return "";
  }
}
