package io.nfcs.constitution;

import io.nfcs.config.RegularFile;
import io.nfcs.counters.ErrorLog;
import io.nfcs.tick.Document;
import io.nfcs.tick.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies that ticks refer to, by a number that fits into a parameter: 52 bits of the set's
 * digest.
 *
 * <p>In a live run they are those of the folder, which a thread checks periodically; each set is
 * written beside the journal before a tick can refer to it. In a replay they are read from there.
 *
 * <p><b>Threads.</b> Any. The watching thread puts a set into the map and writes its document
 * before it sets the volatile number, so a thread that reads the number finds the set in the map,
 * and a replay finds the document of every number that a tick has. <b>Owns</b> thread {@code
 * nfcs-policies}. <b>Fails.</b> An error of the folder in a live run is reported, and the policies
 * in force stay.
 */
final class PolicyVersions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyVersions.class);

  private final Map<Long, PolicySet> byId = new ConcurrentHashMap<>();
  private final @Nullable Path documents;
  private final ErrorLog errors;
  private final @Nullable PolicyFolder folder;
  private final String folderName;
  private final long pauseNanos;
  private @Nullable Thread watcher;

  private volatile long latest;
  private volatile boolean closed;

  /**
   * Creates the policies of a stage's settings; in a replay they are read when a tick refers to
   * them.
   */
  PolicyVersions(ConstitutionSettings settings, StageContext context) {
    documents = context.documents();
    errors = context.errors();
    folderName = settings.policies();
    folder =
        settings.policies().isEmpty()
            ? null
            : new PolicyFolder(Path.of(settings.policies()), agreeing(settings));
    pauseNanos = TimeUnit.MILLISECONDS.toNanos(settings.reloadMillis());
    if (!context.isReplay()) {
      latest = remember(folder == null ? PolicySet.builtIn() : folder.load());
    }
  }

  /**
   * Keeps the policies for a replay, and starts to check the folder.
   *
   * @param epochs epoch of the policies that ticks are judged by, 0 before the first tick
   */
  void start(LongSupplier epochs) {
    write(of(latest), document(latest));
    PolicyFolder watched = folder;
    if (watched != null && pauseNanos > 0) {
      Thread thread = new Thread(() -> look(watched, epochs), "nfcs-policies");
      thread.setDaemon(true);
      watcher = thread;
      thread.start();
    }
  }

  /** Returns the number of the policies in force, 0 if there are none yet. */
  long latest() {
    return latest;
  }

  /**
   * Returns the policies of a number; reads their document if this process has not seen them.
   *
   * @throws IllegalStateException if there is no such document
   * @throws UncheckedIOException if it cannot be read
   */
  PolicySet of(long id) {
    PolicySet known = byId.get(id);
    if (known != null) {
      return known;
    }
    Path document = document(id);
    try {
      if (document == null || !Files.exists(document)) {
        throw new IllegalStateException("policies " + Long.toHexString(id) + " are missing");
      }
      PolicySet read =
          PolicySet.parse(
              String.valueOf(document.getFileName()), Files.readString(RegularFile.of(document)));
      remember(read);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the watching thread without waiting for it; a look that begins later publishes nothing.
   */
  @Override
  public void close() {
    closed = true;
    if (watcher != null) {
      LockSupport.unpark(watcher);
    }
  }

  private void publish(PolicySet policies) {
    long id = remember(policies);
    write(policies, document(id));
    latest = id;
  }

  private long remember(PolicySet policies) {
    long id = Document.of(Document.POLICIES, policies.text()).number();
    byId.put(id, policies);
    return id;
  }

  private void look(PolicyFolder watched, LongSupplier epochs) {
    long told = 1;
    while (!closed) {
      LockSupport.parkNanos(pauseNanos);
      try {
        told = tell(told, epochs.getAsLong());
        PolicySet others = closed ? null : watched.look();
        if (others != null) {
          publish(others);
          watched.taken();
        }
      } catch (Throwable refused) {
        errors.record("policies", refused);
      }
    }
  }

  /** Logs an epoch when its first tick was judged, not when its files were read. */
  private long tell(long told, long epoch) {
    if (epoch <= told) {
      return told;
    }
    LOG.info(
        "new policies are in force: epoch {}, {} policies of {}",
        epoch,
        of(latest).policies().size(),
        folderName);
    return epoch;
  }

  /** Returns the number of looks that must agree for {@code settle_millis} to have passed. */
  private static int agreeing(ConstitutionSettings settings) {
    int pause = Math.max(1, settings.reloadMillis());
    return Math.max(1, (settings.settleMillis() + pause - 1) / pause);
  }

  private static void write(PolicySet policies, @Nullable Path document) {
    if (document == null || Files.exists(document)) {
      return;
    }
    try {
      Path folder = document.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path part = Files.createTempFile(folder, "policies", ".part");
      try {
        Files.writeString(part, policies.text());
        Files.move(part, document, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("policies cannot be kept for a replay", e);
    }
  }

  private @Nullable Path document(long id) {
    return documents == null
        ? null
        : documents.resolve(new Document(Document.POLICIES, id).fileName());
  }
}
