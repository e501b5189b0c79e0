package io.nfcs.monitor.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.nfcs.config.ConfigException;
import io.nfcs.config.TlsSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "Bearer ";
  private static final int MIN_TOKEN = 16;
  private static final String COOKIE = "nfcs-token=";

  private final byte @Nullable [] token;

  private Access(byte @Nullable [] token) {
    this.token = token;
  }

  /**
   * Access to an address.
   *
   * @param tokenFile file with the token, empty for none
   * @param isEncrypted whether there is TLS
   * @throws ConfigException if the address can be reached from elsewhere without both
   */
  static Access to(String host, String tokenFile, boolean isEncrypted) {
    boolean isLoopback = address(host).isLoopbackAddress();
    if (!isLoopback && (tokenFile.isEmpty() || !isEncrypted)) {
      throw new ConfigException(
          "monitor.host: "
              + host
              + " can be reached from other machines, which is allowed with TLS (tls.key_store) and"
              + " a token (monitor.token_file) only; allowed without is a loopback address such as"
              + " 127.0.0.1");
    }
    return new Access(tokenFile.isEmpty() ? null : token(tokenFile));
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

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ConfigException(
          "monitor.host: "
              + host
              + " is no address of this machine, allowed one such as 127.0.0.1");
    }
  }

  private static byte[] token(String file) {
    String text = TlsSettings.secret("monitor.token_file", file);
    if (text.length() < MIN_TOKEN) {
      throw new ConfigException(
          "monitor.token_file: " + file + " has less than 16 characters, allowed 16 or more");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
