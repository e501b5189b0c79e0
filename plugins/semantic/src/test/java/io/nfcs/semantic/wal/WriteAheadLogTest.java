package io.nfcs.semantic.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WriteAheadLogTest {
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_127L);

  @TempDir Path folder;

  @Test
  void shouldGiveBackWhatWasAppendedThroughAllReopenings() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> appended = new ArrayList<>();
    for (int opening = 0; opening < 20; opening++) {
      List<String> replayed = new ArrayList<>();
      try (WriteAheadLog log = open(2000, 0, replayed)) {
        assertEquals(appended, replayed, "seed " + SEED);
        int records = random.nextInt(40);
        for (int i = 0; i < records; i++) {
          String record = "x".repeat(random.nextInt(200)) + appended.size();
          appended.add(record);
          assertEquals(appended.size(), log.append(bytes(record)));
        }
      }
    }
  }

  @Test
  void shouldReplayWhatCameAfterTheRecordAppliedLast() throws IOException {
    append(1000, 50, Long.MAX_VALUE);
    List<String> replayed = new ArrayList<>();
    open(1000, 47, replayed).close();
    assertEquals(List.of("record 48", "record 49", "record 50"), replayed);
  }

  @Test
  void shouldDropFilesWithoutARecordThatIsNeeded() throws IOException {
    List<String> replayed = new ArrayList<>();
    try (WriteAheadLog log = append(1000, 100, Long.MAX_VALUE)) {
      int before = LogFile.all(folder).size();
      log.drop(60);
      assertTrue(LogFile.all(folder).size() < before, "of " + before);
      assertTrue(LogFile.first(LogFile.all(folder).getFirst()) <= 61);
    }
    open(1000, 60, replayed).close();
    assertEquals(40, replayed.size());
    assertEquals("record 61", replayed.getFirst());
  }

  @Test
  void shouldRefuseALogThatBeginsAfterTheRecordNeeded() throws IOException {
    try (WriteAheadLog log = append(1000, 100, Long.MAX_VALUE)) {
      log.drop(60);
    }
    long first = LogFile.first(LogFile.all(folder).getFirst());
    assertTrue(first > 2, () -> "first " + first);
    IOException error = assertThrows(IOException.class, () -> open(1000, 1, new ArrayList<>()));
    assertTrue(
        String.valueOf(error.getMessage())
            .endsWith(": the file begins at record " + first + " and not at 2"),
        error::getMessage);
  }

  @Test
  void shouldNameWhatIsMissingWhicheverFilesAreDeleted() throws IOException {
    Path log = folder.resolve("log");
    try (WriteAheadLog begun = open(log)) {
      for (int i = 1; i <= 100; i++) {
        begun.append(bytes("record " + i));
      }
    }
    List<Path> files = LogFile.all(log);
    assertTrue(files.size() > 3, () -> "files " + files);
    Path aside = Files.createDirectory(folder.resolve("aside"));
    for (int from = 0; from < files.size(); from++) {
      for (int to = from + 1; to <= files.size(); to++) {
        for (Path file : files.subList(from, to)) {
          Files.move(file, aside.resolve(file.getFileName()));
        }
        IOException error = assertThrows(IOException.class, () -> open(log));
        String message = String.valueOf(error.getMessage());
        String named =
            to == files.size()
                ? files.getLast().getFileName() + ": is missing"
                : "the records from "
                    + LogFile.first(aside.resolve(files.get(from).getFileName()))
                    + " to ";
        assertTrue(message.contains(named), message);
        for (Path file : files.subList(from, to)) {
          Files.move(aside.resolve(file.getFileName()), file);
        }
      }
    }
    open(log).close();
  }

  private WriteAheadLog open(Path log) throws IOException {
    return WriteAheadLog.open(log, new Manifest(folder), 1000, 0, (sequence, payload) -> {});
  }

  /** The rest that a crash leaves of a record without a waiting caller. */
  @Test
  void shouldGoOnAfterATailTornAtAnyByte() throws IOException {
    append(1 << 20, 4, 3).close();
    Path file = LogFile.all(folder).getLast();
    byte[] whole = Files.readAllBytes(file);
    int record = LogFile.RECORD_BYTES + "record 1".length();
    for (int torn = LogFile.HEADER_BYTES + 3 * record; torn < whole.length; torn++) {
      for (boolean isZeroed : new boolean[] {false, true}) {
        byte[] left = Arrays.copyOf(whole, torn);
        Files.write(file, isZeroed ? Arrays.copyOf(left, whole.length + 4096) : left);
        List<String> replayed = new ArrayList<>();
        try (WriteAheadLog log = open(1 << 20, 0, replayed)) {
          assertEquals(List.of("record 1", "record 2", "record 3"), replayed, "at " + torn);
          assertEquals(4, log.append(bytes("another")));
        }
        replayed.clear();
        open(1 << 20, 0, replayed).close();
        assertEquals("another", replayed.getLast());
        for (Path later : LogFile.all(folder)) {
          Files.delete(later);
        }
      }
    }
  }

  @Test
  void shouldRefuseAForcedRecordThatIsDamagedAnywhere() throws IOException {
    append(1 << 20, 5, 4).close();
    Path file = LogFile.all(folder).getLast();
    byte[] whole = Files.readAllBytes(file);
    int record = LogFile.RECORD_BYTES + "record 1".length();
    for (int at = LogFile.HEADER_BYTES; at < LogFile.HEADER_BYTES + 4 * record; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      int number = (at - LogFile.HEADER_BYTES) / record;
      IOException error =
          assertThrows(IOException.class, () -> open(1 << 20, 0, new ArrayList<>()), "at " + at);
      assertEquals(
          "%s: damaged at byte %d, where record %d should be"
              .formatted(file, LogFile.HEADER_BYTES + number * record, number + 1),
          error.getMessage());
    }
  }

  /** After a loss of power the disk may have a page and not the one before. */
  @Test
  void shouldEndAtADamagedRecordIfNothingAfterItWasForced() throws IOException {
    append(1 << 20, 10, 4).close();
    Path file = LogFile.all(folder).getLast();
    byte[] damaged = Files.readAllBytes(file);
    int record = LogFile.RECORD_BYTES + "record 1".length();
    damaged[LogFile.HEADER_BYTES + 5 * record + 30] ^= 1;
    Files.write(file, damaged);
    List<String> replayed = new ArrayList<>();
    open(1 << 20, 0, replayed).close();
    assertEquals(5, replayed.size());
  }

  @Test
  void shouldRefuseAFileOfAnotherKind() throws IOException {
    Path file = LogFile.path(folder, 1);
    Files.writeString(file, "not a log of ours");
    IOException error = assertThrows(IOException.class, () -> open(1000, 0, new ArrayList<>()));
    assertEquals(file + ": not a log of this version", error.getMessage());
  }

  @Test
  void shouldForceForManyAtATime() throws Exception {
    int threads = 8;
    int records = 200;
    ReentrantLock lock = new ReentrantLock();
    try (WriteAheadLog log = open(10_000, 0, new ArrayList<>());
        ExecutorService executor =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("forcing-", 0).factory())) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        all.add(
            executor.submit(() -> {
              // an interrupt affects its thread alone
              Thread.currentThread().interrupt();
              for (int i = 0; i < records; i++) {
                long number;
                lock.lock();
                try {
                  number = log.append(bytes("record"));
                } finally {
                  lock.unlock();
                }
                log.force(number);
              }
              return Thread.interrupted();
            }));
      }
      for (Future<?> future : all) {
        assertEquals(true, future.get());
      }
    }
    List<String> replayed = new ArrayList<>();
    open(10_000, 0, replayed).close();
    assertEquals(threads * records, replayed.size());
  }

  @Test
  void shouldTakeNothingOnceItIsClosed() throws IOException {
    WriteAheadLog log = append(1000, 1, 1);
    log.close();
    assertThrows(IOException.class, () -> log.append(bytes("late")));
    List<String> replayed = new ArrayList<>();
    open(1000, 0, replayed).close();
    assertEquals(List.of("record 1"), replayed);
  }

  @Test
  void shouldNameTheFailureOfTheDiskHoweverOftenItIsForced() throws IOException {
    WriteAheadLog log = append(1000, 1, Long.MAX_VALUE);
    log.close();
    IOException failed = assertThrows(IOException.class, () -> log.force(1));
    for (int i = 0; i < 3; i++) {
      IOException refused = assertThrows(IOException.class, () -> log.force(1));
      assertEquals(
          folder + ": refuses records after an earlier failure: " + failed.getMessage(),
          refused.getMessage());
      assertSame(failed, refused.getCause());
    }
  }

  /** Returns a log with that many records, forced once after one of them. */
  private WriteAheadLog append(int fileBytes, int records, long forced) throws IOException {
    WriteAheadLog log = open(fileBytes, 0, new ArrayList<>());
    for (int i = 1; i <= records; i++) {
      log.append(bytes("record " + i));
      if (i == forced) {
        log.force(i);
      }
    }
    return log;
  }

  private WriteAheadLog open(int fileBytes, long applied, List<String> replayed)
      throws IOException {
    return WriteAheadLog.open(
        folder,
        fileBytes,
        applied,
        (sequence, payload) -> replayed.add(StandardCharsets.UTF_8.decode(payload).toString()));
  }

  private static ByteBuffer bytes(String record) {
    return ByteBuffer.wrap(record.getBytes(StandardCharsets.UTF_8));
  }
}
