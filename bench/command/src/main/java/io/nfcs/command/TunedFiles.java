package io.nfcs.command;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The changes that a data folder keeps: {@code tuned.yaml}, which runs in it lay over their
 * configuration, and {@code tuned.options}, JVM options to start them with, a line each.
 *
 * <p>A file is replaced by a move, so a reader finds the old text or the new one. Two processes
 * must not write at the same time: one of the changes would be lost.
 */
public final class TunedFiles {
  private static final String OPTIONS = "tuned.options";

  private TunedFiles() {}

  /** Returns the file of a data folder's configuration, whether it exists or not. */
  public static Path configuration(Path dataDir) {
    return dataDir.resolve("tuned.yaml");
  }

  /** Returns a configuration with the changes of a data folder laid over it. */
  public static NfcsConfig over(NfcsConfig config, Path dataDir) {
    Path file = configuration(dataDir);
    return Files.isRegularFile(file) ? config.overlay(NfcsConfig.load(file)) : config;
  }

  /** Keeps a JVM option after those kept before, atomically. */
  public static void keepOption(String option, Path dataDir) throws IOException {
    Path file = dataDir.resolve(OPTIONS);
    String before = Files.isRegularFile(file) ? Files.readString(file) : "";
    replace(file, before + option + "\n");
  }

  /** Keeps a key of the configuration, atomically. */
  public static void keepKey(String key, String value, Path dataDir) throws IOException {
    NfcsConfig kept = over(NfcsConfig.parse("", ""), dataDir);
    replace(configuration(dataDir), kept.with(key, value).toYamlWithSecrets());
  }

  private static void replace(Path file, String text) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    // emptied first, so that nobody else reads a secret of it meanwhile
    Files.writeString(written, "");
    OwnerOnly.file(written);
    Files.writeString(written, text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
