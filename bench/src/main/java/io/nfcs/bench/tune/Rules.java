package io.nfcs.bench.tune;

import io.nfcs.bench.tune.Proposal.Kind;
import io.nfcs.config.NfcsConfig;
import io.nfcs.pipeline.ring.RingSettings;
import io.nfcs.pipeline.timing.RunStatistics.StageStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is proposed for what was measured, the most promising first.
 *
 * <p>The original system's rules: a hit ratio below 0.8 asks for a larger cache, up to a hit ratio
 * of 0.9; fragmentation above 0.3 for another collector; fewer frames of the field than the target
 * for a coarser grid. And ours: a collector that holds the loop up asks for a concurrent one, and
 * stages that take much less than their tick for fewer hand-overs.
 */
final class Rules {
  private static final double LEAST_HIT_RATIO = 0.8;
  private static final double WANTED_HIT_RATIO = 0.9;
  private static final double LEAST_GAIN = 0.02;
  private static final double MOST_FRAGMENTATION = 0.3;
  private static final double MOST_COLLECTION_SHARE = 0.01;
  private static final double MOST_HAND_OVER = 0.2;
  private static final double MICROS_PER_SECOND = 1e6;
  private static final int FEW_LOOKUPS = 100;

  private final TuneSettings settings;
  private final NfcsConfig config;
  private final List<Proposal> proposals = new ArrayList<>();

  private Rules(TuneSettings settings, NfcsConfig config) {
    this.settings = settings;
    this.config = config;
  }

  static List<Proposal> propose(Measured measured, NfcsConfig config) {
    Rules rules = new Rules(config.section("tune", TuneSettings.class), config);
    measured.caches().forEach(rules::nearTier);
    rules.handOver(measured);
    rules.collector(measured);
    rules.grid(measured);
    return rules.proposals;
  }

  private void nearTier(CacheMeasure cache) {
    if (cache.lookups() < FEW_LOOKUPS || cache.hitRatio() >= LEAST_HIT_RATIO) {
      return;
    }
    long most = settings.maxNearBytes();
    int best = 1;
    double promised = cache.hitRatio();
    for (Map.Entry<Integer, Double> size : cache.predicted().entrySet()) {
      boolean isAllowed = cache.nearBytes() * size.getKey() <= most;
      if (isAllowed && promised < WANTED_HIT_RATIO && size.getValue() >= promised + LEAST_GAIN) {
        best = size.getKey();
        promised = size.getValue();
      }
    }
    if (best > 1) {
      proposals.add(
          new Proposal(
              Kind.CONFIG,
              "caches." + cache.name() + ".near_bytes",
              Long.toString(cache.nearBytes()),
              Long.toString(cache.nearBytes() * best),
              format("the near tier answers %.2f of the look-ups", cache.hitRatio()),
              format("%.2f by the curve of reuse distances", promised)));
    }
  }

  /** What a tick takes beyond its stages is the way through the ring and the journal. */
  private void handOver(Measured measured) {
    double stages =
        measured.run().stages().values().stream()
            .mapToDouble(stage -> stage.duration().p50())
            .sum();
    double tick = measured.run().tick().p50();
    RingSettings.Threads threads = config.section("ring", RingSettings.class).threads();
    if (stages < (1 - MOST_HAND_OVER) * tick && threads != RingSettings.Threads.INLINE) {
      proposals.add(
          new Proposal(
              Kind.CONFIG,
              "ring.threads",
              threads.name().toLowerCase(Locale.ROOT),
              "inline",
              format("stages take %.0f of the %.0f us of a tick", stages, tick),
              ""));
    }
  }

  private void collector(Measured measured) {
    boolean isFragmented = measured.fragmentation() > MOST_FRAGMENTATION;
    if (isFragmented || measured.collectionShare() > MOST_COLLECTION_SHARE) {
      proposals.add(
          new Proposal(
              Kind.JVM,
              "collector",
              "-XX:+UseG1GC",
              "-XX:+UseZGC",
              isFragmented
                  ? format("%.2f of a region is lost to gaps", measured.fragmentation())
                  : format("collections take %.3f of the time", measured.collectionShare()),
              ""));
    }
  }

  private void grid(Measured measured) {
    StageStatistics cgl = measured.run().stages().get("cgl");
    if (cgl == null || cgl.duration().p50() <= 0) {
      return;
    }
    double framesPerSecond = MICROS_PER_SECOND / cgl.duration().p50();
    if (framesPerSecond < settings.cglTargetFps()) {
      proposals.add(
          new Proposal(
              Kind.RESULTS,
              "cgl.nx, cgl.ny",
              "as they are",
              "half as many",
              format("the field has %.1f frames a second", framesPerSecond),
              ""));
    }
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
