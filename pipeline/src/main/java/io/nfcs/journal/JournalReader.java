package io.nfcs.journal;

import io.nfcs.config.JvmFlags;
import io.nfcs.journal.FileWalk.Step;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TuningReceipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a journal, record by record, the same for a live run, after a crash and for a replay.
 *
 * <p>Damage is an entry of its own, after which the reader continues. Neither damage nor a file
 * that is truncated or deleted meanwhile ends the reading before the last record.
 *
 * <p>A record whose checksum does not match is still decoded as far as possible: it is a {@link
 * Entry#TICK} with a {@link #damage()}, whose number and values may be wrong. So a caller that
 * needs intact ticks asks for the damage of each.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> its view of the files; a writer may append at the
 * same time. <b>Allocates</b> per run and per damage, nothing per tick.
 */
public final class JournalReader implements AutoCloseable {
  /** Result of a call of {@link #next()}. */
  public enum Entry {
    /** The end for now. */
    END,
    /** The header of a run. */
    RUN,
    /** A tick. */
    TICK,
    /** A tried change of a setting. */
    RECEIPT,
    /**
     * An undecodable record, or a part of a file without records; {@link #damage()} gives the
     * reason.
     */
    UNREADABLE
  }

  private final FileSequence files;
  private final boolean isChecking;
  private final JournalRecord record = new JournalRecord();
  private @Nullable String damage;
  private @Nullable Path file;
  private long index = -1;
  private long offset;
  private int bytes;

  /**
   * Creates a reader before the first record of the journal in a folder.
   *
   * @throws UncheckedIOException if the folder cannot be listed
   * @throws io.nfcs.config.StartException if the JVM lacks flags
   */
  public JournalReader(Path folder) {
    // before the fields, which need the checked flags
    this(sequence(folder), false);
  }

  private JournalReader(FileSequence files, boolean isChecking) {
    this.files = files;
    this.isChecking = isChecking;
  }

  /**
   * Returns a reader that checks as much, but decodes only what {@link #tickNumber()} and {@link
   * #parameter} need; {@link #tick()} must not be called.
   */
  static JournalReader checking(Path folder) {
    return new JournalReader(sequence(folder), true);
  }

  private static FileSequence sequence(Path folder) {
    JvmFlags.check(JvmFlags.Part.BUFFERS);
    return new FileSequence(folder);
  }

  /**
   * Reads the next record. After {@link Entry#END} it may be called again, and finds what a writer
   * has appended meanwhile.
   *
   * @throws UncheckedIOException if the folder cannot be listed; the call may be repeated
   */
  public Entry next() {
    try {
      return switch (files.step()) {
        case RECORD -> decode();
        case DAMAGE -> lost();
        case WAIT, END -> Entry.END;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Entry decode() throws IOException {
    FileWalk walk = files.walk();
    Entry entry =
        isChecking
            ? record.check(walk.bytes(), walk.buffer(), walk.offset(), walk.length())
            : record.decode(walk.buffer(), walk.offset(), walk.length());
    String first = record.damage();
    if (first != null && !first.equals(JournalRecord.NO_HEADER) && walk.reload()) {
      // a copy taken during a write is not damaged
      entry = record.decode(walk.buffer(), walk.offset(), walk.length());
    }
    damage = record.damage();
    file = files.path();
    index = files.index();
    offset = walk.start();
    bytes = record.bytes();
    return entry;
  }

  private Entry lost() {
    record.skip();
    damage = files.damage();
    file = files.path();
    offset = files.damagePosition();
    bytes = 0;
    return Entry.UNREADABLE;
  }

  /**
   * Reads on to the end and passes over all entries except ticks.
   *
   * @param visitor receives each tick, which is reused for the next
   */
  public void ticks(Consumer<Tick> visitor) {
    while (nextTick()) {
      visitor.accept(record.tick());
    }
  }

  /**
   * Reads on to the next tick and passes over all other entries, places without records included.
   *
   * @return whether the tick exists; it may be damaged
   */
  public boolean nextTick() {
    Entry entry = next();
    while (entry != Entry.END && entry != Entry.TICK) {
      entry = next();
    }
    return entry == Entry.TICK;
  }

  /**
   * Returns the header of the run of the last record.
   *
   * @throws IllegalStateException if it is unknown: no header was read, or the last was damaged
   */
  public RunHeader run() {
    return record.run();
  }

  /** Returns the tick read last, which is reused by the next {@link #next()}. */
  public Tick tick() {
    return record.tick();
  }

  /** Returns the number of the tick read last. */
  long tickNumber() {
    return record.tickNumber();
  }

  /** Returns the value of a parameter of the tick read last. */
  double parameter(int parameter) {
    return record.parameter(parameter);
  }

  /** Returns the receipt read last. */
  public TuningReceipt receipt() {
    return record.receipt();
  }

  /** Returns the damage of the entry read last, or {@code null} if it is intact. */
  public @Nullable String damage() {
    return damage;
  }

  /**
   * Returns whether the entry read last is a tick that is intact except for its lost run header.
   */
  public boolean isWithoutRun() {
    return JournalRecord.NO_HEADER.equals(damage);
  }

  /** Returns the bytes of the record read last, frame included; they are reused for the next. */
  Bytes<?> record() {
    return record.framed();
  }

  /**
   * Returns the number of the record read last, -1 if there is none; numbers increase, with gaps.
   * It stays that of the record at an entry without one. The same record has the same number in
   * every reader.
   */
  public long index() {
    return index;
  }

  /** Returns the file of the entry read last. */
  Path file() {
    if (file == null) {
      throw new IllegalStateException("nothing read yet");
    }
    return file;
  }

  /** Returns the bytes of the entry read last. */
  int bytes() {
    return bytes;
  }

  /** Returns the position of the entry read last. */
  public Position position() {
    return new Position(file(), offset, bytes);
  }

  /**
   * Returns the file being read, {@code null} before the first; the files before it are finished.
   */
  @Nullable Path currentFile() {
    return files.currentFile();
  }

  /**
   * Goes to a record, which {@link #next()} reads.
   *
   * @return whether the record exists; if not, the reader does not move
   */
  public boolean moveTo(long recordIndex) {
    boolean isThere = files.moveTo(recordIndex);
    if (isThere) {
      record.moved();
    }
    return isThere;
  }

  /**
   * Goes to a record of a run, which {@link #next()} reads.
   *
   * @param header of the run, as it was read before the record
   * @return whether the record exists; if not, the reader does not move
   */
  public boolean moveTo(long recordIndex, RunHeader header) {
    boolean isThere = files.moveTo(recordIndex);
    if (isThere) {
      record.enter(header);
    }
    return isThere;
  }

  /**
   * Goes to the first intact tick of a run that is not before a target; {@link #next()} reads it.
   * Reads the starts of all files, and one or two of them up to that tick.
   *
   * @return whether the tick exists; if not, the reader does not move
   */
  public boolean seek(long run, TickTarget target) {
    List<JournalFile> all = files.list();
    int first = 0;
    int end = 0;
    for (boolean isBefore = true; isBefore && end < all.size(); end++) {
      TickPlace start = TickPlace.first(all.get(end));
      isBefore = start == null || start.isBefore(run, target);
      first = start != null && isBefore ? end : first;
    }
    for (JournalFile file : all.subList(first, end)) {
      TickPlace found = TickPlace.first(file, run, target);
      if (found != null) {
        return moveTo(found.index(), found.header());
      }
    }
    return false;
  }

  /**
   * Goes to the last intact tick of a run, which {@link #next()} reads.
   *
   * @return whether the tick exists; if not, the reader does not move
   */
  public boolean seekLast(long run) {
    for (JournalFile file : files.list().reversed()) {
      TickPlace last = TickPlace.last(file, run);
      if (last != null) {
        return moveTo(last.index(), last.header());
      }
    }
    return false;
  }

  /** Goes before the first record. */
  public void moveToStart() {
    files.moveToStart();
    record.moved();
  }

  /**
   * Returns the number of the last record, -1 if there is none; leaves the reader before the first
   * record.
   */
  public long lastIndex() {
    long last = -1;
    for (JournalFile candidate : files.list().reversed()) {
      last = lastIndex(candidate);
      if (last >= 0) {
        break;
      }
    }
    moveToStart();
    return last;
  }

  /**
   * Returns the header of the latest run, or {@code null}; leaves the reader before the first
   * record.
   */
  public @Nullable RunHeader latestRun() {
    RunHeader latest = null;
    for (JournalFile candidate : files.list().reversed()) {
      latest = latestRun(candidate);
      if (latest != null) {
        break;
      }
    }
    moveToStart();
    return latest;
  }

  private static long lastIndex(JournalFile candidate) {
    long last = -1;
    try (FileWalk walk = new FileWalk(candidate.path())) {
      for (Step step = walk.step(true); isGoing(step); step = walk.step(true)) {
        last = step == Step.RECORD ? candidate.index(walk.recordPosition()) : last;
      }
    } catch (IOException unreadable) {
      // up to an unreadable place, which the next read reports
    }
    return last;
  }

  private static @Nullable RunHeader latestRun(JournalFile candidate) {
    RunHeader latest = null;
    JournalRecord header = new JournalRecord();
    try (FileWalk walk = new FileWalk(candidate.path())) {
      for (Step step = walk.step(true); isGoing(step); step = walk.step(true)) {
        if (step == Step.RECORD
            && walk.isRunHeader()
            && header.decode(walk.buffer(), walk.offset(), walk.length()) == Entry.RUN) {
          latest = header.run();
        }
      }
    } catch (IOException unreadable) {
      // up to an unreadable place, which the next read reports
    }
    return latest;
  }

  private static boolean isGoing(Step step) {
    return step == Step.RECORD || step == Step.DAMAGE;
  }

  @Override
  public void close() {
    files.close();
  }
}
