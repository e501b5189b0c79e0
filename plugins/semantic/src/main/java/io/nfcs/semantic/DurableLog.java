package io.nfcs.semantic;

import io.nfcs.counters.ErrorLog;
import io.nfcs.semantic.SemanticSettings.Sync;
import io.nfcs.semantic.lucene.LuceneStore;
import io.nfcs.semantic.wal.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Durable log of entries in a folder: each change is appended to a log, and from time to time the
 * changed texts go to an index of Lucene, in the background, which makes the log short again.
 *
 * <p>Opening reads the index, and then the later changes of the log.
 *
 * <p>Beyond the exact limit the index has graphs, which are searched together with the texts that
 * it does not have yet. While these texts are many, and until the graphs exist, searches stay
 * exact.
 *
 * <p><b>Threads.</b> Changes are recorded under the cache's lock, which guards the changed texts
 * and the flags beside them; the sequence of the log is therefore the order of the changes in
 * memory. Thread {@code nfcs-semantic-commit} takes the changed texts, as they are then, in parts
 * under the lock, and writes them to the index without it; only the last part commits, with the
 * number of a change up to which the index has everything, and drops the log before it. So after a
 * crash at any instant index and log together have every change that is on the disk, some twice,
 * which changes nothing. Thread {@code nfcs-semantic-sync} forces the log. {@link #rows} is for any
 * thread: a new text enters the queue of recent ones before its store returns and leaves it after
 * the graphs were refreshed with it, so a search that reads the queue first misses no text; the
 * volatile flag is set after that.
 *
 * <p><b>Owns</b> index, log and both threads. <b>Fails</b> with an {@link UncheckedIOException} if
 * a change cannot be appended or forced; a failure in the background is counted, and its texts are
 * tried again.
 */
final class DurableLog implements EntryLog, Nearby {
  private static final int TEXTS_PER_COMMIT = 1000;
  private static final long COMMIT_MILLIS = 5000;

  /** Candidates of the graphs; those that a context or a guard refuses are among them. */
  private static final int CANDIDATES = 24;

  private final Sync sync;
  private final Entries entries;
  private final Lock lock;
  private final EntryRecords records;
  private final LuceneStore store;
  private final WriteAheadLog log;
  private final ErrorLog errors = new ErrorLog();
  private final AtomicLong failures = new AtomicLong();
  private final ScheduledExecutorService committer = executor("nfcs-semantic-commit");
  private final ScheduledExecutorService forcer = executor("nfcs-semantic-sync");
  private final int exactLimit;
  private final Set<String> changed = new LinkedHashSet<>();
  private final Queue<Recent> recent = new ConcurrentLinkedQueue<>();
  private final AtomicInteger recentTexts = new AtomicInteger();
  private boolean isCleared;
  private boolean isCommitDue;
  private boolean hasGraphs;
  private volatile boolean areGraphsComplete;

  /** A text that the graphs may not have yet, and the change that stored it. */
  private record Recent(String text, long number) {}

  /**
   * A part of the changes to bring to the index; after the last part the index is as after a
   * change.
   */
  private record Batch(
      boolean all, List<String> texts, List<Change> changes, long number, boolean isLast) {}

  /** A change of the index. */
  @FunctionalInterface
  private interface Change {
    void apply(LuceneStore store) throws IOException;
  }

  private DurableLog(
      Path folder,
      SemanticSettings settings,
      Entries entries,
      Lock lock,
      EntryRecords records,
      LuceneStore store)
      throws IOException {
    this.entries = entries;
    this.lock = lock;
    this.records = records;
    this.store = store;
    sync = settings.sync();
    exactLimit = settings.exactLimit();
    store.read((text, row, vector, bytes) -> records.addAll(text, row, vector, bytes, entries));
    Path manifest = WriteAheadLog.manifest(folder);
    if (store.hasLog() && !Files.exists(manifest)) {
      throw new IOException(
          manifest
              + ": is missing, which says what files of the log there must be; its records after "
              + store.sequence()
              + " may be missing too");
    }
    log = WriteAheadLog.open(folder.resolve("log"), folder, store.sequence(), this::replay);
    if (!store.hasLog()) {
      store.beginLog();
    }
    var _ = committer.scheduleWithFixedDelay(this::commit, 0, COMMIT_MILLIS, TimeUnit.MILLISECONDS);
    if (sync == Sync.INTERVAL) {
      long millis = settings.syncMillis();
      var _ = forcer.scheduleWithFixedDelay(this::force, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Opens a folder and adds its content to the entries.
   *
   * @param lock held by the thread that changes the entries
   */
  static DurableLog open(
      Path folder,
      SemanticSettings settings,
      Embedder embedder,
      Entries entries,
      Lock lock,
      EntryRecords records)
      throws IOException {
    LuceneStore store =
        LuceneStore.open(folder.resolve("index"), embedder.id(), embedder.dimension());
    try {
      return new DurableLog(folder, settings, entries, lock, records, store);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public long stored(
      String text,
      String context,
      byte[] value,
      long storedNanos,
      long deadNanos,
      float @Nullable [] vector) {
    long number =
        append(text, records.stored(text, context, value, storedNanos, deadNanos, vector));
    if (hasGraphs && vector != null) {
      recent.add(new Recent(text, number));
      recentTexts.incrementAndGet();
    }
    return number;
  }

  @Override
  public long removed(String text, String context) {
    return append(text, records.removed(text, context));
  }

  @Override
  public long wrong(String text, String context, double leastCosine) {
    return append(text, records.wrong(text, context, leastCosine));
  }

  @Override
  public long cleared() {
    long change = append(records.cleared());
    isCleared = true;
    changed.clear();
    return change;
  }

  @Override
  public void await(long change) {
    if (sync == Sync.ALWAYS) {
      try {
        log.force(change);
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  @Override
  public int rows(float[] vector, int[] rows) {
    if (!areGraphsComplete || recentTexts.get() > MOST - CANDIDATES) {
      return UNKNOWN;
    }
    int number = 0;
    // before the graphs are searched: a text leaves here once they have it
    for (Recent text : recent) {
      Meaning meaning = entries.meaning(text.text());
      if (meaning != null && meaning.row != Meaning.NO_ROW && number < MOST - CANDIDATES) {
        rows[number++] = meaning.row;
      }
    }
    try {
      return store.near(vector, rows, number, CANDIDATES);
    } catch (IOException | RuntimeException e) {
      report(e);
      return UNKNOWN;
    }
  }

  @Override
  public long failures() {
    return failures.get();
  }

  /** Brings all changes to the index. */
  @Override
  public void close() {
    try (store;
        log) {
      forcer.close();
      committer.close();
      commit();
      log.force(log.written());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void replay(long sequence, ByteBuffer change) {
    String text = records.apply(change, entries);
    if (text != null) {
      changed.add(text);
    } else {
      isCleared = true;
      changed.clear();
    }
  }

  private long append(String text, ByteBuffer change) {
    long number = append(change);
    changed.add(text);
    if (changed.size() >= TEXTS_PER_COMMIT && !isCommitDue) {
      isCommitDue = true;
      committer.execute(this::commit);
    }
    return number;
  }

  private long append(ByteBuffer change) {
    try {
      return log.append(change);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void force() {
    try {
      log.force(log.written());
    } catch (IOException | RuntimeException | Error e) {
      // rethrown, it would end the periodic task
      report(e);
    }
  }

  private void commit() {
    boolean isLast = false;
    while (!isLast) {
      Batch batch = take();
      try {
        write(batch);
        isLast = batch.isLast();
      } catch (IOException | RuntimeException | Error e) {
        report(e);
        putBack(batch);
        isLast = true;
      }
    }
  }

  private Batch take() {
    lock.lock();
    try {
      hasGraphs |= entries.texts() > exactLimit;
      List<String> texts = changed.stream().limit(TEXTS_PER_COMMIT).toList();
      List<Change> changes = texts.stream().map(this::change).toList();
      texts.forEach(changed::remove);
      boolean all = isCleared;
      isCleared = false;
      isCommitDue = false;
      return new Batch(all, texts, changes, log.written(), changed.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  private void putBack(Batch batch) {
    lock.lock();
    try {
      changed.addAll(batch.texts());
      isCleared |= batch.all();
    } finally {
      lock.unlock();
    }
  }

  private void write(Batch batch) throws IOException {
    if (batch.all()) {
      store.clear();
    }
    for (Change change : batch.changes()) {
      change.apply(store);
    }
    if (batch.isLast() && batch.number() != store.sequence()) {
      store.commit(batch.number());
      log.drop(batch.number());
    }
    if (batch.isLast() && hasGraphs) {
      store.buildGraphs();
      areGraphsComplete = store.refresh();
      forget(batch.number());
    }
  }

  private void forget(long number) {
    for (Recent first = recent.peek();
        first != null && first.number() <= number;
        first = recent.peek()) {
      recent.remove();
      recentTexts.decrementAndGet();
    }
  }

  /**
   * Returns the change of the index for a text as it is now, while other threads continue to change
   * it.
   */
  private Change change(String text) {
    Meaning meaning = entries.meaning(text);
    if (meaning == null) {
      return index -> index.remove(text);
    }
    float[] vector = entries.vector(meaning);
    byte[] bytes = records.entries(meaning);
    int row = meaning.row;
    return index -> index.put(text, row, vector, bytes);
  }

  private void report(Throwable error) {
    failures.incrementAndGet();
    errors.record("semantic cache", error);
  }

  private UncheckedIOException failed(IOException error) {
    report(error);
    return new UncheckedIOException(error.getMessage(), error);
  }

  private static ScheduledExecutorService executor(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }
}
