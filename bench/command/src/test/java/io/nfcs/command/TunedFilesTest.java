package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The changes that a data folder keeps of tuning. */
class TunedFilesTest {
  @TempDir Path folder;

  @Test
  void shouldKeepChangesBesideThoseOfBefore() throws IOException {
    TunedFiles.keepKey("ring.threads", "inline", folder);
    TunedFiles.keepKey("cache.near_bytes", "2097152", folder);
    TunedFiles.keepOption("-XX:+UseZGC", folder);
    for (String file : List.of("tuned.yaml", "tuned.options")) {
      assertEquals(
          PosixFilePermissions.fromString("rw-------"),
          Files.getPosixFilePermissions(folder.resolve(file)));
    }
    String yaml = TunedFiles.over(NfcsConfig.parse("", ""), folder).toYaml();
    assertTrue(yaml.contains("threads: inline"), yaml);
    assertTrue(yaml.contains("near_bytes: 2097152"), yaml);
    assertEquals("-XX:+UseZGC\n", Files.readString(folder.resolve("tuned.options")));
  }
}
