package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loop ticks and asks a cache in every tick while another thread loads it; Redis, its lowest
 * tier, is killed and started again meanwhile. Prints the lateness with and without that.
 */
@Timeout(180)
class RedisRestartIT {
  private static final int TICKS = 160;
  private static final long BUDGET_NANOS = 1_000_000;

  @TempDir Path folder;

  @Test
  void shouldTickOnWhileRedisIsAwayAndTakeItUpAgain() throws Exception {
    try (RedisServer server = RedisServer.start(Files.createDirectory(folder.resolve("redis")))) {
      RunSummary calm = run("calm", server, false);
      RunSummary disturbed = run("disturbed", server, true);
      for (RunSummary summary : new RunSummary[] {calm, disturbed}) {
        assertEquals(TICKS, summary.ticks());
        assertEquals(0, summary.journal().dropped());
        summary.stages().values().forEach(stage -> assertEquals(0, stage.failures()));
      }
      System.err.println(
          "lateness with Redis killed and restarted "
              + disturbed.lateness()
              + ", undisturbed "
              + calm.lateness());
    }
  }

  private RunSummary run(String name, RedisServer server, boolean disturbed) throws Exception {
    AtomicReference<@Nullable TieredCache<Long, byte[]>> asked = new AtomicReference<>();
    AtomicReference<@Nullable Lease> lease = new AtomicReference<>();
    AtomicLong key = new AtomicLong();
    Nfcs.Context context =
        new Nfcs.Context()
            .config(NfcsProcess.ROOT.resolve("config/scenarios/reference.yaml"))
            .dataDir(folder.resolve(name))
            .set("run.ticks", Integer.toString(TICKS))
            .set("orchestrator.hz", "20")
            .set("grid.thin_client_port", "0")
            .set("cache.tiers", "[near, redis]")
            .set("cache.near_bytes", "4MiB")
            .set("cache.slab_bytes", "1MiB")
            .set("redis.url", server.url())
            .inputs((tick, input) -> {
              TieredCache<Long, byte[]> cache = asked.get();
              if (cache != null) {
                Lease held = lease.updateAndGet(known -> known == null ? cache.lease() : known);
                // what it says does not matter here, only that it says it in time
                var _ = cache.get(key.get() + tick % 2, BUDGET_NANOS, Objects.requireNonNull(held));
              }
            });
    try (Nfcs nfcs = Nfcs.start(context);
        TieredCache<Long, byte[]> cache =
            nfcs.grid()
                .cache(
                    CacheSpec.of(name, Codec.number(), Codec.bytes())
                        .loader(number -> new byte[4096]));
        ExecutorService load =
            Executors.newSingleThreadExecutor(work -> new Thread(work, "load"))) {
      asked.set(cache);
      Future<?> loading =
          load.submit(() -> {
            while (!Thread.currentThread().isInterrupted()) {
              // twice as many keys as near holds: half of the look-ups go below
              cache.get(key.updateAndGet(last -> (last + 1) % 2000));
              LockSupport.parkNanos(200_000);
            }
          });
      if (disturbed) {
        awaitTicks(nfcs, TICKS / 5);
        server.kill();
        awaitTicks(nfcs, TICKS / 2);
        long failures = cache.statistics().tier("redis").failures();
        assertTrue(failures > 0, "the tier has not failed");
        server.start();
        long hits = cache.statistics().tier("redis").hits();
        while (cache.statistics().tier("redis").hits() == hits) {
          assertFalse(Thread.currentThread().isInterrupted(), "never came back");
          Thread.onSpinWait();
        }
      }
      while (!nfcs.await(Duration.ofSeconds(1))) {}
      loading.cancel(true);
      load.shutdownNow();
      return nfcs.stop();
    }
  }

  private static void awaitTicks(Nfcs nfcs, long ticks) throws InterruptedException {
    while (nfcs.summary().ticks() < ticks) {
      nfcs.await(Duration.ofMillis(20));
    }
  }
}
