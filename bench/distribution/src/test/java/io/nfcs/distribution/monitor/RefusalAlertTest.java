package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.house.Sources;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.monitor.alert.Alerts;
import io.nfcs.monitor.alert.Sample;
import io.nfcs.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Redis that is full: it is there, so no call of the tier fails, and yet it takes nothing.
 */
@Timeout(120)
class RefusalAlertTest {
  private static final Pattern TIER =
      Pattern.compile(
          "(?m)^(nfcs_tier_\\w+)\\{cache=\"full\",(?:kind=\"(\\w+)\",)?tier=\"redis\"\\} (\\S+)$");

  @TempDir Path folder;

  @Test
  void shouldAlertWhileTheServerOfATierIsFull() throws Exception {
    Alerts alerts =
        new Alerts(
            NfcsConfig.load(Sources.ROOT.resolve("config/nfcs.yaml"))
                .section("alerts", AlertSettings.class));
    List<String> changes = new ArrayList<>();
    try (RedisServer server = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
        MonitoredRun run =
            MonitoredRun.start(
                folder.resolve("data"),
                Map.of(
                    "cache.tiers",
                    "[near, redis]",
                    "redis.url",
                    server.url(),
                    "redis.deadline_millis",
                    "2000"));
        TieredCache<Long, Long> cache =
            run.nfcs().grid().cache(CacheSpec.of("full", Codec.number(), Codec.number()))) {
      server.command("CONFIG SET maxmemory-policy noeviction");
      for (long second = 0; second < 240; second++) {
        switch ((int) second) {
          case 60 -> server.command("CONFIG SET maxmemory 1");
          case 120 -> server.command("CONFIG SET maxmemory 0");
          default -> {}
        }
        cache.put(second, second);
        for (Alerts.Change change :
            alerts.evaluate(samples(run), TimeUnit.SECONDS.toNanos(second))) {
          changes.add(
              (change.begins() ? "+" : "-")
                  + change.alert().name()
                  + " "
                  + change.alert().labels().get("kind"));
        }
      }
    }
    assertEquals(List.of("+tier_refusing OOM", "-tier_refusing OOM"), changes);
  }

  /** Returns the samples of the tier that Prometheus would get. */
  private static List<Sample> samples(MonitoredRun run) throws Exception {
    List<Sample> samples = new ArrayList<>();
    Matcher line = TIER.matcher(run.get("/metrics").body());
    while (line.find()) {
      Map<String, String> labels =
          line.group(2) == null
              ? Map.of("cache", "full", "tier", "redis")
              : Map.of("cache", "full", "tier", "redis", "kind", line.group(2));
      samples.add(new Sample(line.group(1), labels, Double.parseDouble(line.group(3))));
    }
    return samples;
  }
}
