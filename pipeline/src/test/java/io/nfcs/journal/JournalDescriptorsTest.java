package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.fork.ForkedJvm;
import io.nfcs.journal.JournalReader.Entry;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reading of a journal in a process that cannot open files for a moment. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class JournalDescriptorsTest {
  private static final long SEED = 29;
  private static final int FILES = 3;
  private static final int TICKS_PER_FILE = 5;
  private static final JournalSettings SETTINGS =
      new JournalSettings(JournalSettings.Roll.MINUTELY, 65536, 0, 0, 0);

  @TempDir Path folder;

  @Test
  void shouldReadEveryTickOnceThereAreDescriptorsAgain() throws Exception {
    SeveralFiles.write(folder, SETTINGS, SEED, FILES, TICKS_PER_FILE);
    assertEquals(FILES, JournalFile.list(folder).files().size());
    String first = JournalFile.list(folder).files().getFirst().path().toString();
    List<String> all = new ArrayList<>();
    all.add("cannot be read: " + first + " (Too many open files)");
    for (int number = 0; number < FILES * TICKS_PER_FILE; number++) {
      all.add(Integer.toString(number));
    }
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n 1000; exec \"$@\"", "sh"));
    command.addAll(
        ForkedJvm.of(Few.class.getName(), List.of("-Xms32m", "-Xmx64m"), folder.toString())
            .command());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      assertEquals(all.toString(), out.readLine(), "by a fresh reader");
      assertEquals(all.toString(), out.readLine(), "by one that has read it all before");
      assertEquals(
          all.subList(3, all.size()).toString(), out.readLine(), "by one that has a file open");
      assertEquals(0, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  /** The process: prints what readers find that have no descriptor at first. */
  static final class Few {
    private Few() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      try (JournalReader fresh = new JournalReader(folder);
          JournalReader other = new JournalReader(folder);
          JournalReader within = new JournalReader(folder)) {
        // also loads the classes, which takes descriptors
        read(other, new ArrayList<>());
        other.moveToStart();
        System.out.println(found(fresh));
        System.out.println(found(other));
        within.nextTick();
        within.nextTick();
        System.out.println(found(within));
      }
    }

    private static List<String> found(JournalReader reader) throws IOException {
      List<String> found = new ArrayList<>();
      List<InputStream> taken = take();
      for (int i = 0; i < 5; i++) {
        try {
          read(reader, found);
        } catch (UncheckedIOException notListed) {
          // of the folder, at its end
        }
      }
      for (InputStream one : taken) {
        one.close();
      }
      read(reader, found);
      return found;
    }

    private static void read(JournalReader reader, List<String> found) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.TICK) {
          found.add(Long.toString(reader.tick().number()));
        } else if (entry == Entry.UNREADABLE) {
          found.add(String.valueOf(reader.damage()));
        }
      }
    }

    private static List<InputStream> take() {
      List<InputStream> taken = new ArrayList<>();
      try {
        while (true) {
          taken.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException full) {
        return taken;
      }
    }
  }
}
