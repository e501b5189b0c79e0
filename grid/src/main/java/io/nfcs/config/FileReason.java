package io.nfcs.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reasons why a file cannot be used, in plain words. */
public final class FileReason {
  private FileReason() {}

  /**
   * Returns the reason of a failure, with its file unless that is the one already named.
   *
   * @param named file or folder that the message names
   */
  public static String of(Path named, IOException failure) {
    String reason = reason(failure);
    return failure instanceof FileSystemException at
            && at.getFile() != null
            && !at.getFile().equals(named.toString())
        ? reason + ": " + at.getFile()
        : reason;
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "it does not exist";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "it is not a folder";
      case FileAlreadyExistsException _ -> "it is a file";
      case CharacterCodingException _ -> "it is not text in UTF-8";
      case FileSystemException other -> orName(other.getReason(), other);
      default -> orName(failure.getMessage(), failure);
    };
  }

  private static String orName(@Nullable String reason, IOException failure) {
    return reason == null ? failure.toString() : reason;
  }
}
