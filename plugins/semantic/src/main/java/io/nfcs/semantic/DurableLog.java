package io.nfcs.semantic;

import io.nfcs.counters.ErrorLog;
import io.nfcs.semantic.SemanticSettings.Sync;
import io.nfcs.semantic.lucene.LuceneStore;
import io.nfcs.semantic.wal.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in a folder: each change is appended to a log, and every now and then the texts
 * that have changed go to an index of Lucene, in the background, which makes the log short again.
 *
 * <p>Opening reads the index, and then what the log has since.
 */
final class DurableLog implements EntryLog {
  private static final int TEXTS_PER_COMMIT = 1000;
  private static final long COMMIT_MILLIS = 5000;

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
  private Set<String> changed = new HashSet<>();
  private boolean isCleared;
  private boolean isCommitDue;

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
    store.read((text, vector, bytes) -> records.addAll(text, vector, bytes, entries));
    log = WriteAheadLog.open(folder.resolve("log"), store.sequence(), this::replay);
    var _ =
        committer.scheduleWithFixedDelay(
            this::commit, COMMIT_MILLIS, COMMIT_MILLIS, TimeUnit.MILLISECONDS);
    if (sync == Sync.INTERVAL) {
      long millis = settings.syncMillis();
      var _ = forcer.scheduleWithFixedDelay(this::force, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Opens a folder and adds what it has to the entries.
   *
   * @param lock is held by who changes the entries
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
    return append(text, records.stored(text, context, value, storedNanos, deadNanos, vector));
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
  public long failures() {
    return failures.get();
  }

  /** Brings all to the index. */
  @Override
  public void close() {
    forcer.close();
    committer.close();
    commit();
    try (store;
        log) {
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
    } catch (IOException e) {
      report(e);
    }
  }

  private void commit() {
    Set<String> texts;
    List<Change> changes;
    boolean all;
    long number;
    lock.lock();
    try {
      texts = changed;
      changes = texts.stream().map(this::change).toList();
      all = isCleared;
      number = log.written();
      changed = new HashSet<>();
      isCleared = false;
      isCommitDue = false;
    } finally {
      lock.unlock();
    }
    try {
      write(all, changes, number);
    } catch (IOException | RuntimeException e) {
      report(e);
      lock.lock();
      try {
        changed.addAll(texts);
        isCleared |= all;
      } finally {
        lock.unlock();
      }
    }
  }

  private void write(boolean all, List<Change> changes, long number) throws IOException {
    if (number == store.sequence()) {
      return;
    }
    if (all) {
      store.clear();
    }
    for (Change change : changes) {
      change.apply(store);
    }
    store.commit(number);
    log.drop(number);
  }

  /** What the index needs of a text as it is now, while others go on changing it. */
  private Change change(String text) {
    Meaning meaning = entries.meaning(text);
    if (meaning == null) {
      return index -> index.remove(text);
    }
    float[] vector = entries.vector(meaning);
    byte[] bytes = records.entries(meaning);
    return index -> index.put(text, vector, bytes);
  }

  private void report(Exception error) {
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
