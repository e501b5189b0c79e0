package io.nfcs.journal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.RollingResourcesCache;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;

/** How the Chronicle queue of a journal is opened. */
final class JournalQueue {
  /** Ending of the files that hold records. */
  static final String FILE_ENDING = ".cq4";

  /** How long a record may stand unfinished before it counts as left by a dead writer. */
  private static final long DEAD_WRITER_MILLIS = 500;

  private JournalQueue() {}

  static SingleChronicleQueue openForAppending(
      Path folder, JournalSettings settings, TimeProvider time) {
    return SingleChronicleQueueBuilder.binary(folder)
        .rollCycle(rollCycle(settings.roll()))
        .blockSize(settings.blockBytes())
        .timeProvider(time)
        .timeoutMS(DEAD_WRITER_MILLIS)
        .build();
  }

  /** Roll cycle and block size are those the folder was made with. */
  static SingleChronicleQueue openForReading(Path folder) {
    return SingleChronicleQueueBuilder.binary(folder)
        .timeoutMS(DEAD_WRITER_MILLIS)
        .readOnly(true)
        .build();
  }

  /** Cycle of the first file there is; files that are not the journal's are passed over. */
  static OptionalInt firstCycle(Path folder, RollCycle rollCycle) {
    RollingResourcesCache names = new RollingResourcesCache(rollCycle, 0, File::new, File::getName);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(FILE_ENDING))
          .flatMapToInt(name -> cycle(names, name))
          .min();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IntStream cycle(RollingResourcesCache names, String file) {
    try {
      return IntStream.of(
          names.parseCount(file.substring(0, file.length() - FILE_ENDING.length())));
    } catch (RuntimeException notOfTheJournal) {
      return IntStream.empty();
    }
  }

  private static RollCycle rollCycle(JournalSettings.Roll roll) {
    return switch (roll) {
      case MINUTELY -> LegacyRollCycles.MINUTELY;
      case HOURLY -> RollCycles.FAST_HOURLY;
      case DAILY -> RollCycles.FAST_DAILY;
    };
  }
}
