package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes of a folder count when all files are at rest. */
@Timeout(60)
class PolicyFolderTest {
  private static final int AGREEING = 3;
  private static final String CONTEXT = "context: {risk: {type: double}}\n";
  private static final String HALF = CONTEXT + "policies:\n  A: {condition: risk < 0.5}\n";
  private static final String REST = "  B: {condition: risk < 0.4}\n";

  @TempDir Path dir;
  private Path file = Path.of("");
  private PolicyFolder folder = new PolicyFolder(Path.of(""), 1);

  @BeforeEach
  void begin() throws IOException {
    file = dir.resolve("p.yaml");
    Files.writeString(file, CONTEXT + "policies: {OLD: {condition: risk < 0.9}}\n");
    folder = new PolicyFolder(dir, AGREEING);
    assertEquals(List.of("OLD"), ids(folder.load()));
  }

  @Test
  void shouldNotTakeAFileThatIsHalfWritten() throws IOException {
    Files.writeString(file, HALF);
    assertAtWork(AGREEING);
    Files.writeString(file, REST, StandardOpenOption.APPEND);
    assertAtWork(AGREEING);
    assertEquals(List.of("A", "B"), ids(settled()));
    folder.taken();
    assertAtWork(10);
  }

  @Test
  void shouldNotSeeAFileThatIsEmptiedAndWrittenAgain() throws IOException {
    String before = Files.readString(file);
    Files.writeString(file, "");
    assertAtWork(1);
    Files.writeString(file, HALF);
    assertAtWork(1);
    Files.writeString(file, before);
    assertAtWork(AGREEING);
    assertEquals(List.of("OLD"), ids(settled()));
  }

  @Test
  void shouldTakeFilesThatChangeTogetherAsOne() throws IOException {
    Files.writeString(file, CONTEXT);
    assertAtWork(AGREEING);
    Files.writeString(dir.resolve("q.yaml"), "policies: {NEW: {condition: risk < 0.1}}\n");
    assertAtWork(AGREEING);
    assertEquals(List.of("NEW"), ids(settled()));
  }

  @Test
  void shouldTakeAFileThatIsMovedIntoPlaceWithTheTimeOfTheOld() throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    Path part = dir.resolve("p.part");
    Files.writeString(part, CONTEXT + "policies: {NEW: {condition: risk < 0.9}}\n");
    Files.setLastModifiedTime(part, before);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    assertAtWork(AGREEING);
    assertEquals(List.of("NEW"), ids(settled()));
  }

  @Test
  void shouldSayOnceWhatIsWrong() throws IOException {
    Files.writeString(file, CONTEXT + "policies: {A: {condition: danger}}\n");
    assertAtWork(AGREEING);
    String refused = assertThrows(ConfigException.class, folder::look).toString();
    assertTrue(refused.contains("p.yaml:2"), refused);
    assertAtWork(10);
  }

  @Test
  void shouldSayWhatCannotBeRead() throws IOException {
    Files.write(file, "context: {caf\u00e9: 1}".getBytes(StandardCharsets.ISO_8859_1));
    assertAtWork(AGREEING);
    assertThrows(ConfigException.class, folder::look);
    Files.delete(file);
    Files.delete(dir);
    assertAtWork(AGREEING);
    assertThrows(ConfigException.class, folder::look);
  }

  /** Opening a pipe without a writer would block forever. */
  @Test
  void shouldSayOnceWhatIsNoFileAndGoOn() throws Exception {
    Path pipe = dir.resolve("pipe.yaml");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertRefused(pipe + " is not a regular file");
    Files.delete(pipe);
    Path inner = Files.createDirectory(dir.resolve("dir.yaml"));
    assertRefused(inner + " is not a regular file");
    Files.delete(inner);
    Files.writeString(file, HALF);
    assertAtWork(AGREEING);
    assertEquals(List.of("A"), ids(settled()));
  }

  @Test
  void shouldGoOnWhenTheFolderIsBack() throws IOException {
    Path away = dir.resolveSibling(dir.getFileName() + "-away");
    Files.move(dir, away);
    assertRefused("it does not exist");
    Files.move(away, dir);
    Files.writeString(file, HALF);
    assertAtWork(AGREEING);
    assertEquals(List.of("A"), ids(settled()));
  }

  private void assertRefused(String why) {
    assertAtWork(AGREEING);
    assertEquals(
        "constitution.policies: "
            + dir
            + " cannot be read: "
            + why
            + "; expected a folder of files *.yaml",
        assertThrows(ConfigException.class, folder::look).getMessage());
    assertAtWork(10);
  }

  @Test
  void shouldAnswerAgainWhatWasNotTaken() throws IOException {
    Files.writeString(file, HALF);
    assertAtWork(AGREEING);
    assertEquals(List.of("A"), ids(settled()));
    assertEquals(List.of("A"), ids(settled()));
  }

  private void assertAtWork(int looks) {
    for (int i = 0; i < looks; i++) {
      assertNull(folder.look());
    }
  }

  private PolicySet settled() {
    return Objects.requireNonNull(folder.look());
  }

  private static List<String> ids(PolicySet policies) {
    return policies.policies().stream().map(Policy::id).sorted().toList();
  }
}
