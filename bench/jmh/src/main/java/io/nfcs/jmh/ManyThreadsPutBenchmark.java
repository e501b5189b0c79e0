package io.nfcs.jmh;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.NearCaches;
import io.nfcs.lab.Shows;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A put of 64 bytes while 10 000 virtual threads that have used the cache are alive and 100 000
 * have ended, and without them. To be run with the flags of {@code config/jvm.options}.
 *
 * <p><b>Threads.</b> The measured puts are one thread's. The virtual threads have all asked before
 * the first put, as a latch ensures, and wait for a second latch until the end of the trial: they
 * only exist then, each with its lease open where it holds a value. The end does not wait for them.
 */
@Shows("a put into the near tier with 10 000 virtual threads alive and 100 000 ended, and without")
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class ManyThreadsPutBenchmark {
  private static final int LIVE = 10_000;
  private static final int ENDED = 100_000;
  private static final int KEYS = 20_000;
  private static final String CONFIG = "cache: {near_bytes: 16MiB, slab_bytes: 1MiB}";

  /** Activity of the threads: none, one look-up, or holding a value. */
  @Param({"none", "get", "lease"})
  public String threads;

  private final byte[] value = new byte[64];
  private final CountDownLatch end = new CountDownLatch(1);
  private NearCaches caches;
  private TieredCache<Long, byte[]> cache;
  private long next;

  /** Made by JMH. */
  public ManyThreadsPutBenchmark() {}

  /** Fills the cache, and starts and ends the threads. */
  @Setup(Level.Trial)
  public void open() throws InterruptedException {
    caches = new NearCaches(NfcsConfig.parse("benchmark", CONFIG));
    cache = caches.open(CacheSpec.of("puts", Codec.number(), Codec.bytes()));
    for (long key = 0; key < KEYS; key++) {
      cache.put(key, value);
    }
    if (!threads.equals("none")) {
      start(ENDED, new CountDownLatch(0));
      start(LIVE, end);
    }
  }

  private void start(int number, CountDownLatch until) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(number);
    for (long thread = 0; thread < number; thread++) {
      long key = thread % KEYS;
      Thread.ofVirtual().name("nfcs-benchmark-reader").start(() -> ask(key, asked, until));
    }
    asked.await();
  }

  private void ask(long key, CountDownLatch asked, CountDownLatch until) {
    if (threads.equals("get")) {
      cache.get(key);
      asked.countDown();
      await(until);
      return;
    }
    try (Lease lease = cache.lease()) {
      cache.get(key, lease);
      asked.countDown();
      await(until);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the threads end. */
  @TearDown(Level.Trial)
  public void close() {
    end.countDown();
    caches.close();
  }

  /** Replaces an earlier value. */
  @Benchmark
  public void put() {
    cache.put(next++ % KEYS, value);
  }

  /** Puts a new key, so that another is evicted. */
  @Benchmark
  public void putAndEvict() {
    cache.put(KEYS + next++, value);
  }
}
