package io.nfcs.lab.tune;

import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.tune.Proposal.Kind;
import io.nfcs.pipeline.OrchestratorSettings;
import io.nfcs.pipeline.ring.RingSettings;
import io.nfcs.pipeline.store.StoreSettings;
import io.nfcs.pipeline.timing.RunStatistics.StageStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rules that turn measurements into proposals, the most promising first.
 *
 * <p>The original system's rules: a hit ratio below 0.8 asks for a larger cache, up to a hit ratio
 * of 0.9; fragmentation above 0.3 for another collector; fewer frames of the field than the target
 * for a coarser grid. And ours: a collector that stops the loop asks for a concurrent one, stages
 * that take much less than their tick for fewer hand-overs or a wait that is more awake (or less,
 * where there are more threads that spin than cores), ticks that wake up after their deadline for a
 * longer spin, and tables that fall behind for larger batches.
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
  private static final double MOST_LATENESS_MICROS = 100;
  private static final int FIRST_SPIN_MICROS = 100;
  private static final long MOST_BATCH = 100_000;

  private final TuneSettings settings;
  private final NfcsConfig config;
  private final List<Proposal> proposals = new ArrayList<>();

  private Rules(TuneSettings settings, NfcsConfig config) {
    this.settings = settings;
    this.config = config;
  }

  static List<Proposal> propose(Measured measured, NfcsConfig config) {
    Rules rules = new Rules(config.section("tune", TuneSettings.class), config);
    measured.caches().forEach(rules::tier);
    rules.handOver(measured);
    rules.wakeUp(measured);
    rules.collector(measured);
    rules.grid(measured);
    rules.batch(measured);
    return rules.proposals;
  }

  private void tier(CacheMeasure tier) {
    if (tier.lookups() < FEW_LOOKUPS || tier.hitRatio() >= LEAST_HIT_RATIO) {
      return;
    }
    long most = tier.isNear() ? settings.maxNearBytes() : settings.maxRegionBytes();
    int best = 1;
    double promised = tier.hitRatio();
    for (Map.Entry<Integer, Double> size : tier.predicted().entrySet()) {
      boolean isAllowed = tier.limitBytes() <= most / size.getKey();
      if (isAllowed && promised < WANTED_HIT_RATIO && size.getValue() >= promised + LEAST_GAIN) {
        best = size.getKey();
        promised = size.getValue();
      }
    }
    if (best > 1) {
      proposals.add(
          new Proposal(
              tier.isNear() ? Kind.CONFIG : Kind.BESIDE,
              tier.isNear() ? "caches." + tier.cache() + ".near_bytes" : tier.tier() + ".max_bytes",
              Long.toString(tier.limitBytes()),
              Long.toString(tier.limitBytes() * best),
              format(
                  "cache %s answers %.2f of the look-ups down to %s",
                  tier.cache(), tier.hitRatio(), tier.tier()),
              format("%.2f by the curve of reuse distances", promised)));
    }
  }

  /**
   * Proposes cheaper hand-overs: the time of a tick beyond its stages is spent in the ring and the
   * journal.
   */
  private void handOver(Measured measured) {
    RingSettings ring = config.section("ring", RingSettings.class);
    double stages =
        measured.run().stages().values().stream()
            .mapToDouble(stage -> stage.duration().p50())
            .sum();
    double tick = measured.run().tick().p50();
    if (ring.threads() == RingSettings.Threads.INLINE) {
      return;
    }
    int spinning =
        ring.threads() == RingSettings.Threads.SHARED ? 1 : measured.run().stages().size();
    String reason = format("stages take %.0f of the %.0f us of a tick", stages, tick);
    boolean isSlow = stages < (1 - MOST_HAND_OVER) * tick;
    if (isSlow) {
      propose("ring.threads", text(ring.threads()), "inline", reason);
    }
    RingSettings.Wait wait = ring.waitStrategy();
    boolean isAlwaysAwake =
        wait == RingSettings.Wait.BUSY_SPIN || wait == RingSettings.Wait.YIELDING;
    // the orchestrator and the rest of the process need a core each
    boolean hasCores = spinning + 2 <= measured.cores();
    if (isAlwaysAwake && !hasCores) {
      propose(
          "ring.wait_strategy",
          text(wait),
          "phased",
          format("%d threads spin on %d cores", spinning, measured.cores()));
    } else if (isSlow && !isAlwaysAwake) {
      if (hasCores) {
        propose("ring.wait_strategy", text(wait), "busy-spin", reason);
      } else if (wait == RingSettings.Wait.BLOCKING) {
        propose("ring.wait_strategy", text(wait), "phased", reason);
      }
    }
  }

  /** Proposes a longer spin: a wait that ends after its deadline has slept too long. */
  private void wakeUp(Measured measured) {
    int window = config.section("orchestrator", OrchestratorSettings.class).spinWindowMicros();
    double late = measured.run().lateness().p95();
    int wanted = Math.max(FIRST_SPIN_MICROS, 2 * window);
    if (late > MOST_LATENESS_MICROS && wanted <= settings.maxSpinMicros()) {
      propose(
          "orchestrator.spin_window_micros",
          Integer.toString(window),
          Integer.toString(wanted),
          format("one in twenty ticks is %.0f us late or more", late));
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

  /**
   * Proposes larger batches: tables more than two batches behind are written too little at a time.
   */
  private void batch(Measured measured) {
    int batch = config.section("store", StoreSettings.class).batchTicks();
    long lag = measured.run().store().lag();
    if (lag > 2L * batch) {
      proposals.add(
          new Proposal(
              Kind.BESIDE,
              "store.batch_ticks",
              Integer.toString(batch),
              Long.toString(Math.min(MOST_BATCH, 2L * batch)),
              format("the tables are %d ticks behind", lag),
              ""));
    }
  }

  private void propose(String key, String before, String after, String reason) {
    proposals.add(new Proposal(Kind.CONFIG, key, before, after, reason, ""));
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
