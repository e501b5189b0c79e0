package io.nfcs.journal;

import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.io.File;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal record by record: live, after a crash and for a replay the same.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> its view of the files; a writer may append at the
 * same time. <b>Allocates</b> per run, nothing per tick.
 */
public final class JournalReader implements AutoCloseable {
  /** What a call of {@link #next()} came upon. */
  public enum Entry {
    /** Nothing more, for now. */
    END,
    /** The header of a run. */
    RUN,
    /** A tick. */
    TICK,
    /** A change of a setting that was tried. */
    RECEIPT,
    /** A record that cannot be decoded; {@link #damage()} says why. */
    UNREADABLE
  }

  private final Path folder;
  private final SingleChronicleQueue queue;
  private final ExcerptTailer tailer;
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final JournalRecord record = new JournalRecord();
  private long index;
  private @Nullable File file;
  private long offset;

  /** A reader before the first record of the journal in a folder. */
  public JournalReader(Path folder) {
    this.folder = folder;
    queue = JournalQueue.openForReading(folder);
    tailer = queue.createTailer();
    tailer.singleThreadedCheckDisabled(true);
    moveToStart();
  }

  /** Reads the next record. */
  public Entry next() {
    try (DocumentContext document = tailer.readingDocument()) {
      if (!document.isPresent()) {
        return Entry.END;
      }
      Bytes<?> bytes = Objects.requireNonNull(document.wire()).bytes();
      index = document.index();
      file = tailer.currentFile();
      offset = bytes.readPosition();
      int length = (int) bytes.readRemaining();
      view.wrap(bytes.addressForRead(offset), length);
      return switch (record.decode(view, 0, length)) {
        case RUN -> Entry.RUN;
        case TICK -> Entry.TICK;
        case RECEIPT -> Entry.RECEIPT;
        case UNREADABLE -> Entry.UNREADABLE;
      };
    }
  }

  /**
   * Reads on to the end, over all that is not a tick.
   *
   * @param visitor is given each tick, whose content changes with the next
   */
  public void ticks(Consumer<Tick> visitor) {
    for (Entry entry = next(); entry != Entry.END; entry = next()) {
      if (entry == Entry.TICK) {
        visitor.accept(record.tick());
      }
    }
  }

  /** Header of the run that the last record belongs to. */
  public RunHeader run() {
    return record.run();
  }

  /** The tick read last; its content changes with the next {@link #next()}. */
  public Tick tick() {
    return record.tick();
  }

  /** The receipt read last. */
  public TuningReceipt receipt() {
    return record.receipt();
  }

  /** What is wrong with the record read last, or {@code null} if it is intact. */
  public @Nullable String damage() {
    return record.damage();
  }

  /** Number of the record read last; numbers grow, with gaps where a file ends. */
  public long index() {
    return index;
  }

  /** Where the record read last stands. */
  public Position position() {
    if (file == null) {
      throw new IllegalStateException("nothing read yet");
    }
    return new Position(file.toPath(), offset, record.bytes());
  }

  /** The file of the record read last, or {@code null}. */
  @Nullable Path currentFile() {
    return file == null ? null : file.toPath();
  }

  /**
   * Goes to a record, so that {@link #next()} reads it.
   *
   * @return whether there is such a record; if not, the reader stands where it stood
   */
  public boolean moveTo(long recordIndex) {
    return tailer.moveToIndex(recordIndex);
  }

  /**
   * Goes before the first record there is. Chronicle's own idea of the first file is that of the
   * last writer, which does not know of files deleted since.
   */
  public void moveToStart() {
    OptionalInt firstCycle = JournalQueue.firstCycle(folder, queue.rollCycle());
    if (firstCycle.isEmpty() || !tailer.moveToCycle(firstCycle.getAsInt())) {
      tailer.toStart();
    }
  }

  /** Index of the last record, -1 if there is none; leaves the reader before the first record. */
  public long lastIndex() {
    tailer.direction(TailerDirection.BACKWARD).toEnd();
    long last = next() == Entry.END ? -1 : index;
    tailer.direction(TailerDirection.FORWARD);
    moveToStart();
    return last;
  }

  /** The header of the latest run, or {@code null}; leaves the reader before the first record. */
  public @Nullable RunHeader latestRun() {
    tailer.direction(TailerDirection.BACKWARD).toEnd();
    RunHeader latest = null;
    Entry entry = next();
    while (latest == null && entry != Entry.END) {
      latest = entry == Entry.RUN ? record.run() : null;
      entry = next();
    }
    tailer.direction(TailerDirection.FORWARD);
    moveToStart();
    return latest;
  }

  @Override
  public void close() {
    tailer.close();
    queue.close();
  }
}
