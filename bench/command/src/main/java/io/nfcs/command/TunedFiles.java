package io.nfcs.command;

import io.nfcs.config.NfcsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The changes that a data folder keeps: {@code tuned.yaml}, which runs in it lay over their
 * configuration, and {@code tuned.options}, JVM options for whoever starts them.
 */
public final class TunedFiles {
  private static final String OPTIONS = "tuned.options";

  private TunedFiles() {}

  /** The file of a data folder's configuration, whether it is there or not. */
  public static Path configuration(Path dataDir) {
    return dataDir.resolve("tuned.yaml");
  }

  /** A configuration with what a data folder keeps laid over it. */
  public static NfcsConfig over(NfcsConfig config, Path dataDir) {
    Path file = configuration(dataDir);
    return Files.isRegularFile(file) ? config.overlay(NfcsConfig.load(file)) : config;
  }

  /** Keeps a JVM option, whole or not at all. */
  public static void keepOption(String option, Path dataDir) throws IOException {
    Path file = dataDir.resolve(OPTIONS);
    String before = Files.isRegularFile(file) ? Files.readString(file) : "";
    replace(file, before + option + "\n");
  }

  /** Keeps a key of the configuration, whole or not at all. */
  public static void keepKey(String key, String value, Path dataDir) throws IOException {
    NfcsConfig kept = over(NfcsConfig.parse("", ""), dataDir);
    replace(configuration(dataDir), kept.with(key, value).toYamlWithSecrets());
  }

  private static void replace(Path file, String text) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
