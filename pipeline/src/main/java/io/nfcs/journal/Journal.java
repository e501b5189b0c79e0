package io.nfcs.journal;

import io.nfcs.config.ConfigException;
import io.nfcs.config.JvmFlags;
import io.nfcs.config.StartException;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import io.nfcs.tick.TuningReceipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a grid: appends a header at the start of a run and a record for every tick.
 *
 * <p>A tick is committed once its record is in the journal. Records are memory-mapped, so they
 * survive the death of the process at any instant; readers pass over a half-written record.
 *
 * <p>Disk space is allocated ahead of the appends. On a full disk appends throw and no file is
 * begun; they work again once space is free. After any other failure the files are opened again.
 *
 * <p><b>Threads.</b> One appender at a time, and the thread {@code nfcs-journal} for work that an
 * append must not wait for. Queue and roll clock belong to the appender while there is no failure,
 * and to {@code nfcs-journal} from the failed append until the files are open again; the volatile
 * failure hands them over in both directions. A reader in this or another process sees a record
 * whole or not at all: its word gets its final value after its bytes, and its checksum shows the
 * rest. <b>Owns</b> the folder for appending; its caller sees to it that no other process appends.
 * <b>Allocates</b> nothing per tick. <b>Fails.</b> An append that throws has left no readable
 * record.
 */
public final class Journal implements TickSink, AutoCloseable {
  private static final int HEADER_BYTES = 4 << 20;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Ticks by which a file may exceed its time while no keyframe comes. */
  private static final int MAX_OVERTIME = 64;

  private final Path folder;
  private final JournalSettings settings;
  private final TickClock clock;
  private final RoomAhead room;
  private final Thread keeper = new Thread(this::keep, "nfcs-journal");
  private AppendingQueue queue;
  private volatile @Nullable Throwable failure;
  private volatile boolean isClosed;
  private final Framed record;
  private final TickCodec codec = new TickCodec();
  private final RollClock rollClock;
  private @Nullable Framed header;
  private boolean isHeaderDue;
  private boolean isAtKeyframe;
  private int overtime;
  private volatile boolean rollsAtKeyframes;
  private volatile boolean isKeyframeWanted;

  private Journal(Path folder, JournalSettings settings, TickClock clock, TickShape shape) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    rollClock = new RollClock(Clock.systemUTC(), clock.nanoTime());
    queue = AppendingQueue.open(folder, settings, rollClock);
    int bytes = RecordLayout.MESSAGE_OFFSET + TickCodec.maxBytes(shape);
    record = new Framed(ByteBuffer.allocateDirect(bytes));
    room = new RoomAhead(folder, bytes);
    keeper.setDaemon(true);
  }

  /**
   * Opens the journal in a folder, which is created if it does not exist.
   *
   * @param folder the journal's folder
   * @param settings rolling of files
   * @param clock stamps commits, and advances the time by which files are chosen
   * @param shape shape of the ticks of this run; others must not be appended
   * @throws StartException if the folder cannot be written, or the JVM lacks flags
   */
  public static Journal open(
      Path folder, JournalSettings settings, TickClock clock, TickShape shape) {
    JvmFlags.check(JvmFlags.Part.BUFFERS, JvmFlags.Part.JOURNAL);
    try {
      return new Journal(folder, settings, clock, shape);
    } catch (UncheckedIOException e) {
      throw cannotBegin(folder, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns the journal's folder in a data folder. */
  public static Path folder(Path dataDir) {
    return dataDir.resolve("journal");
  }

  /** Returns the folder of the documents that the records of a journal refer to. */
  public static Path documents(Path folder) {
    return folder.resolve("documents");
  }

  /**
   * Returns the journal's folder of a data folder, or {@code dir} if it is the journal's folder.
   *
   * @throws ConfigException if neither holds a file of a journal, or one cannot be read
   */
  public static Path existingFolder(Path dir) {
    for (Path folder : List.of(folder(dir), dir)) {
      if (isJournal(folder)) {
        return folder;
      }
    }
    throw new ConfigException(
        dir
            + " does not hold a journal"
            + strangers(List.of(folder(dir), dir))
            + "; expected the data folder of a run, or its folder journal");
  }

  /** Returns the folders that may be mistaken for a journal. */
  private static String strangers(List<Path> folders) {
    for (Path folder : folders) {
      List<Path> found = list(folder).strangers();
      if (!found.isEmpty()) {
        return ", " + found.getFirst() + " is " + JournalFile.FOREIGN;
      }
    }
    return "";
  }

  private static JournalFile.Listing list(Path folder) {
    try {
      return Files.isDirectory(folder)
          ? JournalFile.list(folder)
          : new JournalFile.Listing(List.of(), List.of());
    } catch (IOException e) {
      throw new ConfigException(folder + " cannot be read: " + e.getMessage());
    }
  }

  private static boolean isJournal(Path folder) {
    return Files.exists(folder.resolve(JournalCheck.CHRONICLE_TABLE))
        || !list(folder).files().isEmpty();
  }

  /**
   * Begins a run: appends its header. The header is appended again at the start of every file, so
   * that each file can be read by itself. Called once, before the first append; what the appender's
   * thread does must happen after it.
   *
   * @throws StartException if it cannot be written, such as on a full disk
   */
  public void begin(RunHeader run) {
    header = header(run);
    rollClock.advance(clock.nanoTime(), true);
    look();
    if (!room.hasRoomForFile()) {
      throw cannotBegin(folder, "no room on the disk", null);
    }
    try {
      appendHeader();
    } catch (UncheckedIOException e) {
      throw cannotBegin(folder, String.valueOf(e.getMessage()), e);
    }
    look();
    if (keeper.getState() == Thread.State.NEW) {
      keeper.start();
    }
  }

  /** Returns the record of a header. */
  static Bytes<?> framed(RunHeader run) {
    return header(run).bytes;
  }

  private static Framed header(RunHeader run) {
    Framed framed = new Framed(ByteBuffer.allocateDirect(HEADER_BYTES));
    framed.finish(new RunHeaderCodec().encode(run, framed.buffer, RecordLayout.MESSAGE_OFFSET));
    return framed;
  }

  private static StartException cannotBegin(Path folder, String why, @Nullable Throwable cause) {
    return new StartException("journal in " + folder + " cannot be written: " + why, cause);
  }

  /**
   * Begins new files only at keyframes, so that the journal stays executable from its first tick on
   * after retention. To be called before the first append.
   */
  public void rollAtKeyframes() {
    rollsAtKeyframes = true;
  }

  /** Returns whether the next file waits for a keyframe; any thread may ask. */
  public boolean isKeyframeWanted() {
    return isKeyframeWanted;
  }

  /**
   * Appends a receipt to the journal in a folder that no run appends to.
   *
   * @param settings those of the runs
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void append(Path folder, JournalSettings settings, TuningReceipt receipt) {
    Framed record = new Framed(ByteBuffer.allocateDirect(HEADER_BYTES));
    record.finish(TuningReceiptCodec.encode(receipt, record.buffer, RecordLayout.MESSAGE_OFFSET));
    RollClock rollClock = new RollClock(Clock.systemUTC(), 0);
    try (AppendingQueue queue = AppendingQueue.open(folder, settings, rollClock)) {
      queue.append(record.bytes);
      queue.publish();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Copies the tick into a mapped file; does not wait for the disk. The commit is stamped in any
   * case.
   *
   * @throws IllegalStateException if the disk has no room, or the files are not open again after a
   *     failure
   */
  @Override
  public void append(Tick tick) {
    int bytes = codec.encode(tick, record.buffer, RecordLayout.MESSAGE_OFFSET);
    long now = clock.nanoTime();
    tick.commitNanos(now);
    TickCodec.commitNanos(record.buffer, RecordLayout.MESSAGE_OFFSET, now);
    record.finish(bytes);
    if (failure != null) {
      throw new IllegalStateException("journal is not open again yet", failure);
    }
    isHeaderDue |= rollClock.advance(now, mayRoll(now) && room.hasRoomForFile());
    if (!isHeaderDue) {
      checkRoom();
    }
    isAtKeyframe = false;
    try {
      if (isHeaderDue) {
        appendHeader();
      }
      queue.append(record.bytes);
      isAtKeyframe = tick.keyframe() >= 0;
    } catch (RuntimeException | Error failed) {
      failure = failed;
      throw failed;
    }
  }

  private boolean mayRoll(long nanos) {
    if (!rollsAtKeyframes) {
      return true;
    }
    boolean isDue = rollClock.isDue(nanos);
    overtime = isDue ? overtime + 1 : 0;
    boolean mayRoll = isAtKeyframe || overtime > MAX_OVERTIME;
    if (isKeyframeWanted != (isDue && !mayRoll)) {
      isKeyframeWanted = isDue && !mayRoll;
    }
    return mayRoll;
  }

  private void checkRoom() {
    long at = queue.position();
    if (room.isShort(at)) {
      LockSupport.unpark(keeper);
      if (!room.allows(at, recordBytes())) {
        throw new IllegalStateException("no room on the disk for the journal in " + folder);
      }
    }
  }

  /** Returns the bytes of the record appended last, frame included; for the appender's thread. */
  public int recordBytes() {
    return RecordLayout.recordBytes(record.buffer, 0);
  }

  /**
   * Ends the thread and closes the files. Called when no append is under way; later appends must
   * not be made.
   */
  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(keeper);
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.close();
  }

  private void appendHeader() {
    if (header == null) {
      throw new IllegalStateException("no run has begun");
    }
    queue.append(header.bytes);
    room.begin(queue.publish(), queue.position());
    isHeaderDue = false;
  }

  private void keep() {
    while (!isClosed) {
      look();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Allocates space, and opens the journal again after a failure. */
  synchronized void look() {
    room.serve();
    if (failure == null || isClosed || !room.hasRoomForFile()) {
      return;
    }
    try {
      queue.close();
      queue = AppendingQueue.open(folder, settings, rollClock);
      isHeaderDue = true;
      failure = null;
    } catch (RuntimeException | Error again) {
      // the next look tries again; appends throw with the first failure as the cause
    }
  }

  /** A record in its own memory, as views for its codec, its checksum and Chronicle. */
  private static final class Framed {
    private final ByteBuffer memory;
    private final UnsafeBuffer buffer;
    private final Bytes<ByteBuffer> bytes;
    private final CRC32C crc = new CRC32C();

    Framed(ByteBuffer memory) {
      this.memory = memory;
      buffer = new UnsafeBuffer(memory);
      bytes = Bytes.wrapForWrite(memory);
      bytes.singleThreadedCheckDisabled(true);
    }

    void finish(int messageBytes) {
      int length = RecordLayout.MESSAGE_OFFSET + messageBytes;
      buffer.putInt(RecordLayout.LENGTH_OFFSET, messageBytes, ByteOrder.LITTLE_ENDIAN);
      int checksum = RecordLayout.checksum(crc, memory, 0, length);
      buffer.putInt(RecordLayout.CRC_OFFSET, checksum, ByteOrder.LITTLE_ENDIAN);
      bytes.clear();
      bytes.writePosition(length);
    }
  }
}
