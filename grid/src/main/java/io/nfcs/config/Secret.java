package io.nfcs.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text of the configuration that may hold a password, such as the address of a server. It prints
 * itself without it.
 *
 * <p><b>Threads.</b> Any: immutable.
 */
public final class Secret {
  private static final String HIDDEN = "***";
  private static final String SCHEME = "://";
  private static final Pattern HOST =
      Pattern.compile("[^:]*://([\\w.-]+|\\[[\\w:.]+])(:\\d*)?([/?].*)?");
  private static final Pattern NAME =
      Pattern.compile("(password|passwd|secret|credential|([._-]|^)token)s?$");

  private final String text;

  /** A secret. */
  public Secret(String text) {
    this.text = text;
  }

  /** Returns the text itself, for code that has to present it; never for a log or a message. */
  public String reveal() {
    return text;
  }

  /** Returns the text without its secret part: of an address, the scheme and the host. */
  @Override
  public String toString() {
    int scheme = text.indexOf(SCHEME);
    if (scheme < 0) {
      return HIDDEN;
    }
    boolean isWhole = text.indexOf('@') >= 0 || HOST.matcher(text).matches();
    return isWhole ? ofAddress(text) : text.substring(0, scheme) + SCHEME + HIDDEN;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns a text without user, password and query, if it is an address; otherwise as it is. */
  static String ofAddress(String text) {
    int scheme = text.indexOf(SCHEME);
    if (scheme < 0) {
      return text;
    }
    int host = scheme + SCHEME.length();
    int at = text.lastIndexOf('@');
    String shown = at < host ? text : text.substring(0, host) + HIDDEN + text.substring(at);
    int query = shown.indexOf('?');
    return query < 0 ? shown : shown.substring(0, query + 1) + HIDDEN;
  }

  /**
   * Returns an argument of a JVM or a process as it may be printed: values of arguments named like
   * a password are hidden, and so are passwords in addresses.
   */
  public static String ofArgument(String argument) {
    int equals = argument.indexOf('=');
    if (equals < 0) {
      return ofAddress(argument);
    }
    String name = argument.substring(0, equals);
    return name + "=" + ofKey(name, argument.substring(equals + 1));
  }

  /** Returns the printable value of an undeclared key. */
  static String ofKey(String key, String text) {
    return NAME.matcher(key.toLowerCase(Locale.ROOT)).find() ? HIDDEN : ofAddress(text);
  }
}
