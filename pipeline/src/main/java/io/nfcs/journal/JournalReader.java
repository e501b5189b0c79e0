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
 * Reads a journal record by record: live, after a crash and for a replay the same.
 *
 * <p>What is damaged is told as an entry of its own, and the reader goes on with what lies behind
 * it. No damage, and no file that is cut or taken away meanwhile, ends it before the last record.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> its view of the files; a writer may append at the
 * same time. <b>Allocates</b> per run and per damage, nothing per tick.
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
    /**
     * A record that cannot be decoded, or a part of a file without records; {@link #damage()} says
     * why.
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

  /** A reader before the first record of the journal in a folder. */
  public JournalReader(Path folder) {
    // before the fields, which need the flags that are checked there
    this(sequence(folder), false);
  }

  private JournalReader(FileSequence files, boolean isChecking) {
    this.files = files;
    this.isChecking = isChecking;
  }

  /**
   * A reader that finds the same and checks as much, but does not decode what it need not: it is
   * asked for {@link #tickNumber()} and {@link #parameter} and never for {@link #tick()}.
   */
  static JournalReader checking(Path folder) {
    return new JournalReader(sequence(folder), true);
  }

  private static FileSequence sequence(Path folder) {
    JvmFlags.check(JvmFlags.Part.BUFFERS);
    return new FileSequence(folder);
  }

  /** Reads the next record. */
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
      // a copy taken while its writer was at work is not yet damage
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
   * Reads on to the end, over all that is not a tick.
   *
   * @param visitor is given each tick, whose content changes with the next
   */
  public void ticks(Consumer<Tick> visitor) {
    while (nextTick()) {
      visitor.accept(record.tick());
    }
  }

  /**
   * Reads on to the next tick, over all that is none, damage included.
   *
   * @return whether there is one
   */
  public boolean nextTick() {
    Entry entry = next();
    while (entry != Entry.END && entry != Entry.TICK) {
      entry = next();
    }
    return entry == Entry.TICK;
  }

  /** Header of the run that the last record belongs to. */
  public RunHeader run() {
    return record.run();
  }

  /** The tick read last; its content changes with the next {@link #next()}. */
  public Tick tick() {
    return record.tick();
  }

  /** Number of the tick read last. */
  long tickNumber() {
    return record.tickNumber();
  }

  /** Value of a parameter of the tick read last. */
  double parameter(int parameter) {
    return record.parameter(parameter);
  }

  /** The receipt read last. */
  public TuningReceipt receipt() {
    return record.receipt();
  }

  /** What is wrong with the entry read last, or {@code null} if it is intact. */
  public @Nullable String damage() {
    return damage;
  }

  /**
   * Whether the entry read last is a tick of which no more is wrong than that its header is lost.
   */
  public boolean isWithoutRun() {
    return JournalRecord.NO_HEADER.equals(damage);
  }

  /** The bytes of the record read last, frame included; they change with the next. */
  Bytes<?> record() {
    return record.framed();
  }

  /** Number of the record read last, -1 if there is none; numbers grow, with gaps between them. */
  public long index() {
    return index;
  }

  /** The file of the entry read last. */
  Path file() {
    if (file == null) {
      throw new IllegalStateException("nothing read yet");
    }
    return file;
  }

  /** Bytes of the entry read last. */
  int bytes() {
    return bytes;
  }

  /** Where the entry read last stands. */
  public Position position() {
    return new Position(file(), offset, bytes);
  }

  /** The file that is being read, {@code null} before the first; those before it are done with. */
  @Nullable Path currentFile() {
    return files.currentFile();
  }

  /**
   * Goes to a record, so that {@link #next()} reads it.
   *
   * @return whether there is such a record; if not, the reader stands where it stood
   */
  public boolean moveTo(long recordIndex) {
    boolean isThere = files.moveTo(recordIndex);
    if (isThere) {
      record.moved();
    }
    return isThere;
  }

  /**
   * Goes to a record of a run, so that {@link #next()} reads it.
   *
   * @param header of the run, as it was read before the record
   * @return whether there is such a record; if not, the reader stands where it stood
   */
  public boolean moveTo(long recordIndex, RunHeader header) {
    boolean isThere = files.moveTo(recordIndex);
    if (isThere) {
      record.enter(header);
    }
    return isThere;
  }

  /**
   * Goes to the first intact tick of a run that is not before a target, so that {@link #next()}
   * reads it. Reads the begins of all files, and one or two of them as far as that tick.
   *
   * @return whether there is one; if not, the reader stands where it stood
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
   * Goes to the last intact tick of a run, so that {@link #next()} reads it.
   *
   * @return whether there is one; if not, the reader stands where it stood
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

  /** Goes before the first record there is. */
  public void moveToStart() {
    files.moveToStart();
    record.moved();
  }

  /** Index of the last record, -1 if there is none; leaves the reader before the first record. */
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

  /** The header of the latest run, or {@code null}; leaves the reader before the first record. */
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
      // as far as it can be read; reading it says so
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
      // as far as it can be read; reading it says so
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
