package io.nfcs.journal;

import java.nio.file.Path;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
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

  static SingleChronicleQueue openForAppending(Path folder, JournalSettings settings) {
    return SingleChronicleQueueBuilder.binary(folder)
        .rollCycle(rollCycle(settings.roll()))
        .blockSize(settings.blockBytes())
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

  private static RollCycle rollCycle(JournalSettings.Roll roll) {
    return switch (roll) {
      case MINUTELY -> LegacyRollCycles.MINUTELY;
      case HOURLY -> RollCycles.FAST_HOURLY;
      case DAILY -> RollCycles.FAST_DAILY;
    };
  }
}
