package io.nfcs.bench.tune;

import io.nfcs.bench.tune.Proposal.Kind;
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

  /** Keeps a change, whole or not at all. */
  static void keep(Proposal change, Path dataDir) throws IOException {
    if (change.kind() == Kind.JVM) {
      Path file = dataDir.resolve(OPTIONS);
      String before = Files.isRegularFile(file) ? Files.readString(file) : "";
      replace(file, before + change.after() + "\n");
    } else {
      NfcsConfig kept = over(NfcsConfig.parse("", ""), dataDir);
      replace(configuration(dataDir), kept.with(change.key(), change.after()).toYamlWithSecrets());
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
