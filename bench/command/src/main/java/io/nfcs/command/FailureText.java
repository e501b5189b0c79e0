package io.nfcs.command;

import io.nfcs.config.ConfigException;
import io.nfcs.config.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Messages for commands that failed: one sentence for the user. */
final class FailureText {
  /** Message of the JVM when a mapped page cannot be read or written, as on a full disk. */
  private static final String FAULT = "unsafe memory access";

  private FailureText() {}

  /**
   * Returns whether a failure is explained by the request or the machine, and is not a fault of
   * this code.
   */
  static boolean isExpected(Throwable failure) {
    return failure instanceof ConfigException
        || failure instanceof StartException
        || failure instanceof IOException
        || failure instanceof UncheckedIOException;
  }

  static String of(Throwable failure) {
    return switch (failure) {
      case ConfigException refused -> String.valueOf(refused.getMessage());
      case StartException refused -> String.valueOf(refused.getMessage());
      case UncheckedIOException wrapped -> of(Objects.requireNonNull(wrapped.getCause()));
      case IOException file -> ofFile(file);
      case InternalError fault when String.valueOf(fault.getMessage()).contains(FAULT) ->
          "a file that is mapped into memory cannot be read or written ("
              + fault
              + "); its disk is full, or it was cut";
      default -> failure + cause(failure);
    };
  }

  private static String ofFile(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case AccessDeniedException denied -> denied.getFile() + " may not be read or written";
      case NotDirectoryException file -> file.getFile() + " is not a folder; expected a folder";
      case FileAlreadyExistsException there -> there.getFile() + " is there already";
      case FileSystemException other -> String.valueOf(other.getMessage());
      default -> failure.toString();
    };
  }

  private static String cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null || failure.toString().contains(String.valueOf(cause.getMessage()))
        ? ""
        : " (" + cause + ")";
  }
}
