package io.nfcs.monitor.web;

import io.nfcs.config.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Access rights of a request. On loopback without a token: any process of this machine, if the
 * request names this machine as its host (which excludes pages of other hosts); otherwise every
 * request with the token.
 *
 * <p><b>Threads.</b> Any.
 */
final class Access {
  static final String TOKEN_KEY = "monitor.token_file";

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** Host names of loopback; no group repeats without limit, since each repetition takes stack. */
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost\\.?|127(\\.[0-9]{1,3}){3}\\.?|\\[[0:]{2,38}1])(:[0-9]*)?");

  private static final String BEARER = "bearer ";
  private static final String COOKIE = "nfcs-token=";

  private final byte @Nullable [] token;
  private final String attributes;

  private Access(byte @Nullable [] token, boolean isEncrypted) {
    this.token = token;
    attributes = "; HttpOnly; SameSite=Strict; Path=/" + (isEncrypted ? "; Secure" : "");
  }

  /**
   * Returns access with a token.
   *
   * @param tokenFile file with the token, empty for none
   * @param isEncrypted whether clients use TLS, so that cookies demand TLS too
   */
  static Access by(String tokenFile, boolean isEncrypted) {
    return new Access(
        tokenFile.isEmpty()
            ? null
            : TlsSettings.token(TOKEN_KEY, tokenFile).getBytes(StandardCharsets.UTF_8),
        isEncrypted);
  }

  /** Returns the status that refuses a request, 0 if it is allowed. */
  int refuse(Request request) {
    byte[] wanted = token;
    if (wanted == null) {
      return isForLoopback(request) ? 0 : FORBIDDEN;
    }
    return MessageDigest.isEqual(wanted, carried(request).getBytes(StandardCharsets.UTF_8))
        ? 0
        : UNAUTHORIZED;
  }

  /**
   * Returns whether a request names loopback as its host; a client that names no host (HTTP/1.0) is
   * not a browser and is allowed.
   */
  private static boolean isForLoopback(Request request) {
    boolean namesNone = !request.isHttp11() && !request.headers().containsKey("host");
    return namesNone || LOOPBACK.matcher(request.host().toLowerCase(Locale.ROOT)).matches();
  }

  /** Returns the cookie for a browser whose address has the token. */
  Optional<String> cookie(Request request) {
    byte[] wanted = token;
    String given = request.query().getOrDefault("token", "");
    return wanted != null && MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))
        ? Optional.of(COOKIE + given + attributes)
        : Optional.empty();
  }

  private static String carried(Request request) {
    String header = request.header("authorization");
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return header.substring(BEARER.length()).strip();
    }
    for (String cookies : request.headers().getOrDefault("cookie", List.of())) {
      for (String cookie : cookies.split("; *", -1)) {
        if (cookie.startsWith(COOKIE)) {
          return cookie.substring(COOKIE.length());
        }
      }
    }
    return "";
  }
}
