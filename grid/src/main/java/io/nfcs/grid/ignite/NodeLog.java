package io.nfcs.grid.ignite;

import java.util.function.BooleanSupplier;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A logger that writes Ignite's messages to our log, one line each; stack traces are logged at
 * debug level. While a failed node is being started again, all messages of Ignite are at that level
 * too: the caller that starts it logs the reason once.
 */
final class NodeLog extends Slf4jLogger {
  /** Message of failures that are handed to {@link NodeFailure}, which reports them itself. */
  private static final String FATAL = "Critical system error detected";

  private static final Logger DETAILS = LoggerFactory.getLogger(NodeLog.class);

  private final BooleanSupplier quiet;

  NodeLog(BooleanSupplier quiet) {
    this.quiet = quiet;
  }

  private NodeLog(Logger logger, BooleanSupplier quiet) {
    super(logger);
    this.quiet = quiet;
  }

  @Override
  public Slf4jLogger getLogger(Object category) {
    return new NodeLog(
        category instanceof Class<?> type
            ? LoggerFactory.getLogger(type)
            : LoggerFactory.getLogger(String.valueOf(category)),
        quiet);
  }

  @Override
  public void warning(@Nullable String marker, String message, @Nullable Throwable cause) {
    DETAILS.debug(message, cause);
    if (!quiet.getAsBoolean()) {
      super.warning(marker, line(message, cause), null);
    }
  }

  @Override
  public void error(@Nullable String marker, String message, @Nullable Throwable cause) {
    DETAILS.debug(message, cause);
    if (!quiet.getAsBoolean() && !message.startsWith(FATAL)) {
      super.error(marker, line(message, cause), null);
    }
  }

  private static String line(String message, @Nullable Throwable cause) {
    String first = message.lines().findFirst().orElse("");
    return cause == null ? first : first + ": " + RootCause.of(cause);
  }
}
