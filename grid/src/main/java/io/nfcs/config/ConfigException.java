package io.nfcs.config;

import java.io.Serial;

/**
 * A configuration that cannot be used; the message names file and line, key, value and what is
 * allowed.
 */
public final class ConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The message is meant for the person who wrote the file. */
  public ConfigException(String message) {
    super(message);
  }
}
