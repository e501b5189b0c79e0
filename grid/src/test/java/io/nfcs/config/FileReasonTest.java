package io.nfcs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileReasonTest {
  private static final Path NAMED = Path.of("/data");

  @Test
  void shouldSayWhatAPersonWouldSay() {
    assertEquals("it does not exist", FileReason.of(NAMED, new NoSuchFileException("/data")));
    assertEquals("permission denied", FileReason.of(NAMED, new AccessDeniedException("/data")));
    assertEquals(
        "No space left on device",
        FileReason.of(NAMED, new FileSystemException("/data", null, "No space left on device")));
    assertEquals("Stream closed", FileReason.of(NAMED, new IOException("Stream closed")));
    assertEquals("java.io.IOException", FileReason.of(NAMED, new IOException()));
  }

  @Test
  void shouldNameTheFileThatIsNotNamedAlready() {
    assertEquals(
        "permission denied: /data/nfcs.lock",
        FileReason.of(NAMED, new AccessDeniedException("/data/nfcs.lock")));
  }
}
