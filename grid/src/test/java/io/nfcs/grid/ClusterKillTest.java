package io.nfcs.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.fork.ForkedJvm;
import io.nfcs.grid.tier.ClusterPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CachePeekMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes in three processes, under load: this one reads, two others write. One is killed, or
 * stopped for so long that the others give it up; nothing that was acknowledged is lost.
 */
@Tag("slow")
class ClusterKillTest {
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_124L);
  private static final int KEYS = 200;
  private static final int BATCH = 20;
  private static final long WATCHED = -1;
  private static final CacheSpec<Long, double[]> SPEC =
      CacheSpec.of("kill", Codec.number(), Codec.doubles());

  @TempDir Path folder;
  private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<Writer> writers = new ArrayList<>();
  private List<Integer> ports = List.of();
  private @Nullable Grid grid;
  private @Nullable TieredCache<Long, double[]> cache;

  @BeforeEach
  void startNodes() throws Exception {
    ports = ClusterPorts.free(3);
    grid = Grid.start(folder.resolve("data0"), config("cluster", 0, ports));
    cache = grid.cache(SPEC);
    cache.put(WATCHED, new double[] {1});
    writers.add(new Writer(1));
    writers.add(new Writer(2));
    for (Writer writer : writers) {
      await("writes of all keys", () -> writer.writes.get() >= 2 * KEYS);
    }
  }

  @AfterEach
  void stopNodes() {
    writers.forEach(Writer::kill);
    if (grid != null) {
      grid.close();
    }
  }

  @Test
  @Timeout(240)
  void shouldLoseNothingWhenOneAfterTheOtherIsKilled() throws Exception {
    Reader reader = new Reader();
    kill(0, reader);
    writers.set(0, new Writer(1));
    await("backups of all", this::hasBackups);
    // its copies from the others are the only ones of the next node's entries
    kill(1, reader);
    reader.close();
    System.out.printf(
        "cluster: 2 of 3 nodes killed one after the other; %d reads continued, longest pause %.0f"
            + " ms%n",
        reader.reads, reader.longestNanos / 1e6);
  }

  @Tag("torture")
  @Test
  @Timeout(240)
  void shouldHealANodeThatWasGivenUp() throws Exception {
    Writer stopped = writers.getFirst();
    await("sight of the first value", () -> stopped.seen == 1);
    signal("STOP", stopped);
    await("the cluster without it", () -> ignite().cluster().nodes().size() == 2);
    cache().put(WATCHED, new double[] {2});
    long since = System.nanoTime();
    signal("CONT", stopped);
    await("sight of the second value", () -> stopped.seen == 2);
    System.out.printf(
        "cluster: a node stopped and given up has healed %.0f ms after it continued%n",
        (System.nanoTime() - since) / 1e6);
    await("the cluster with it", () -> ignite().cluster().nodes().size() == 3);
    int before = stopped.writes.get();
    await("its writes", () -> stopped.writes.get() > before + KEYS);
    verify();
  }

  private void kill(int index, Reader reader) throws Exception {
    Writer survivor = writers.get(1 - index);
    long reads = reader.reads;
    writers.get(index).kill();
    int writes = survivor.writes.get();
    await("the survivor's writes", () -> survivor.writes.get() > writes + 2 * KEYS);
    await("the survivor's reads", () -> reader.reads > reads + 1000);
    verify();
  }

  private void verify() {
    for (Map.Entry<Long, Long> entry : Map.copyOf(acknowledged).entrySet()) {
      double[] value = cache().get(entry.getKey());
      String context = "key " + entry.getKey() + ", seed " + SEED;
      assertNotNull(value, () -> context + " is lost");
      assertTrue(value[0] >= entry.getValue(), () -> context + ": an older " + value[0]);
    }
    assertEquals(0, cache().statistics().tier("cluster").failures());
  }

  private boolean hasBackups() {
    var frames = ignite().cache("CACHE_cluster_kill");
    return frames.sizeLong(CachePeekMode.PRIMARY) == 2 * KEYS + 1
        && frames.sizeLong(CachePeekMode.BACKUP) == 2 * KEYS + 1;
  }

  private void signal(String signal, Writer writer) throws Exception {
    int code =
        new ProcessBuilder("kill", "-" + signal, Long.toString(writer.process.pid()))
            .start()
            .waitFor();
    assertEquals(0, code);
  }

  private TieredCache<Long, double[]> cache() {
    if (cache == null) {
      throw new IllegalStateException("not started");
    }
    return cache;
  }

  private Ignite ignite() {
    return Ignition.ignite("nfcs cluster " + folder.resolve("data0").resolve("cluster"));
  }

  private static NfcsConfig config(String tiers, int index, List<Integer> ports) {
    return NfcsConfig.parse(
        "kill",
        """
        grid: {thin_client_port: 0, disk_bytes: 64MiB, offheap_bytes: 64MiB}
        cache: {tiers: [%s], ttl_millis: 0}
        cluster: {port: %d, failure_millis: 1000, addresses: %s}
        """
            .formatted(tiers, ports.get(index), ClusterPorts.addresses(ports)));
  }

  private void await(String what, BooleanSupplier condition)
      throws IOException, InterruptedException {
    while (!condition.getAsBoolean()) {
      for (Writer writer : writers) {
        if (writer.hasEnded) {
          throw new IOException(what + ": " + Files.readString(writer.errors()));
        }
      }
      synchronized (writers) {
        writers.wait(50);
      }
    }
  }

  /** A reader of acknowledged values, without end. */
  private final class Reader {
    private final Thread thread = new Thread(this::run, "reader");
    private volatile boolean isClosed;
    private volatile long reads;
    private volatile long longestNanos;
    private volatile @Nullable Throwable failure;

    Reader() {
      thread.start();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void run() {
      SplittableRandom random = new SplittableRandom(SEED);
      long last = System.nanoTime();
      try {
        while (!isClosed) {
          long key = (1 + random.nextInt(2)) * 1_000_000L + random.nextInt(KEYS);
          Long least = acknowledged.get(key);
          if (least != null) {
            double[] value = cache().get(key);
            assertNotNull(value, () -> "key " + key + " is lost");
            assertTrue(value[0] >= least, () -> "key " + key + ": an older " + value[0]);
          }
          long now = System.nanoTime();
          longestNanos = Math.max(longestNanos, now - last);
          last = now;
          reads++;
        }
      } catch (Throwable failed) {
        failure = failed;
      }
    }

    void close() throws InterruptedException {
      isClosed = true;
      thread.join();
      if (failure != null) {
        throw new AssertionError(failure);
      }
    }
  }

  /** A writing process and its output. */
  private final class Writer {
    private final int index;
    private final Process process;
    private final AtomicInteger writes = new AtomicInteger();
    private volatile long seen;
    private volatile boolean isKilled;
    private volatile boolean hasEnded;

    Writer(int index) throws IOException {
      this.index = index;
      process =
          ForkedJvm.brief(
                  Member.class.getName(),
                  List.of("-Xmx512m"),
                  folder.resolve("data" + index).toString(),
                  Integer.toString(index),
                  String.join(",", ports.stream().map(String::valueOf).toList()))
              .redirectError(errors().toFile())
              .start();
      Thread.ofPlatform().daemon().start(this::listen);
    }

    Path errors() {
      return folder.resolve("fork" + index + ".err");
    }

    void kill() {
      isKilled = true;
      process.destroyForcibly().onExit().join();
    }

    private void listen() {
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        String line = out.readLine();
        while (line != null) {
          String[] words = line.split(" ", -1);
          if (words[0].equals("seen")) {
            seen = Long.parseLong(words[1]);
          } else if (line.endsWith(".")) {
            acknowledged.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
            writes.incrementAndGet();
          }
          synchronized (writers) {
            writers.notifyAll();
          }
          line = out.readLine();
        }
      } catch (IOException closed) {
        // the pipe of a killed process
      }
      hasEnded = !isKilled;
    }
  }

  /**
   * A writer that puts values without end, and reports each in the cluster, and the cluster's size.
   */
  static final class Member {
    private Member() {}

    /** Arguments: the folder, the index of the node, and the ports of all. */
    public static void main(String[] arguments) {
      int index = Integer.parseInt(arguments[1]);
      List<Integer> ports =
          List.of(arguments[2].split(",")).stream().map(Integer::valueOf).toList();
      SplittableRandom random = new SplittableRandom(index);
      try (Grid grid = Grid.start(Path.of(arguments[0]), config("near, cluster", index, ports));
          TieredCache<Long, double[]> cache = grid.cache(SPEC)) {
        double seen = 0;
        long failures = 0;
        // a number that a later start of the same node exceeds
        for (long number = System.currentTimeMillis() * 1000; ; number++) {
          cache.put(key(index, number), new double[] {number, random.nextDouble()});
          if (number % BATCH < BATCH - 1) {
            continue;
          }
          long failed = cache.statistics().tier("cluster").failures();
          for (long put = number - BATCH + 1; put <= number && failed == failures; put++) {
            System.out.println(key(index, put) + " " + put + " .");
          }
          failures = failed;
          double[] watched = cache.get(WATCHED);
          if (watched != null && watched[0] != seen) {
            seen = watched[0];
            System.out.println("seen " + (long) seen);
          }
        }
      }
    }

    private static long key(int index, long number) {
      return index * 1_000_000L + number % KEYS;
    }
  }
}
