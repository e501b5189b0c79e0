package io.nfcs.monitor.metrics;

import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.Law;
import io.nfcs.counters.Metrics.Metric;
import io.nfcs.memory.RegionStatistics;
import io.nfcs.monitor.health.TableProgress;
import io.nfcs.monitor.parts.Parts;
import io.nfcs.table.NodeState;
import io.nfcs.tick.ObserverContext;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics kept by the parts of a run: counters, caches, regions and those of the parts' own; read
 * on request.
 *
 * <p><b>Threads.</b> Any.
 */
final class PartMetrics implements MultiCollector {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double PERCENT = 100;
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private final ObserverContext run;
  private final TableProgress tables;
  private final Parts parts;
  private final ProvidedMetrics provided;

  PartMetrics(ObserverContext run, TableProgress tables, Parts parts) {
    this.run = run;
    this.tables = tables;
    this.parts = parts;
    provided = new ProvidedMetrics(run.metrics(), parts);
  }

  @Override
  public MetricSnapshots collect() {
    Families families = new Families();
    counters(families);
    node(families, run.grid().nodeState());
    disk(families);
    for (TieredCache<?, ?> cache : run.grid().caches()) {
      parts
          .ask("cache " + cache.name(), cache::statistics)
          .ifPresent(statistics -> cache(families, cache.name(), statistics));
    }
    parts.ask("regions", () -> run.grid().regions()).ifPresent(all -> regions(families, all));
    parts
        .ask("refusals", () -> run.grid().refused())
        .ifPresent(refused -> refused(families, refused));
    provided.values().forEach((metric, value) -> provided(families, metric, value));
    families.counter(
        "nfcs_metrics_left_out",
        "Requests for metrics that a part failed or answered too late.",
        Labels.EMPTY,
        parts.leftOut());
    return families.build();
  }

  private static void refused(Families families, Map<String, Long> refused) {
    refused.forEach((kind, count) ->
        families.counter(
            "nfcs_access_refused",
            "Connections, logins, requests, queries and nodes that were refused.",
            Labels.of("kind", kind),
            count));
  }

  private void counters(Families families) {
    Counters counters = run.counters();
    for (CounterId id : CounterId.values()) {
      if (id != CounterId.JOURNAL_NANOS) {
        String name = "nfcs_" + id.label().replace(' ', '_');
        families.counter(name, "Number of " + id.label() + ".", Labels.EMPTY, counters.value(id));
      }
    }
    families.counter(
        "nfcs_journal_append_seconds",
        "Time that appends to the journal have taken.",
        Labels.EMPTY,
        counters.value(CounterId.JOURNAL_NANOS) / NANOS_PER_SECOND);
    long errors = run.errors().counts().values().stream().mapToLong(Long::longValue).sum();
    families.counter("nfcs_errors", "Errors off the tick, each logged once.", Labels.EMPTY, errors);
    families.gauge(
        "nfcs_store_lag_ticks",
        "Ticks in the journal that are not in the tables yet.",
        Labels.EMPTY,
        tables.lag());
    families.gauge(
        "nfcs_store_still_seconds",
        "Time for which the tables have taken no tick although some wait.",
        Labels.EMPTY,
        tables.stillNanos() / NANOS_PER_SECOND);
    families.gauge(
        "jvm_threads_current",
        "Threads of the JVM.",
        Labels.EMPTY,
        ManagementFactory.getThreadMXBean().getThreadCount());
    Runtime runtime = Runtime.getRuntime();
    families.gauge(
        "nfcs_heap_used_ratio",
        "Heap in use over the most it may be.",
        Labels.EMPTY,
        (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory());
  }

  private static void node(Families families, NodeState state) {
    families.gauge(
        "nfcs_node_running",
        "Whether the node that holds tables and regions answers, 1 or 0.",
        Labels.EMPTY,
        state.isRunning() ? 1L : 0);
    families.counter("nfcs_node_restarts", "Restarts of the node.", Labels.EMPTY, state.restarts());
    families.counter(
        "nfcs_node_overdue_calls",
        "Calls that the node did not answer in time.",
        Labels.EMPTY,
        state.overdueCalls());
    families.counter(
        "nfcs_node_refused_calls",
        "Calls refused at once, since the node did not run.",
        Labels.EMPTY,
        state.refusedCalls());
  }

  private void disk(Families families) {
    File disk = run.grid().dataDir().toFile();
    parts
        .ask("disk", () -> (double) disk.getUsableSpace() / disk.getTotalSpace())
        .ifPresent(free ->
            families.gauge(
                "nfcs_disk_free_ratio",
                "Free space on the disk of the data folder.",
                Labels.EMPTY,
                free));
  }

  private static void cache(Families families, String name, CacheStatistics statistics) {
    Labels labels = Labels.of("cache", name);
    for (TierStatistics tier : statistics.tiers()) {
      tier(families, tier, labels.add("tier", tier.tier()));
    }
    statistics
        .residues()
        .forEach((law, residue) ->
            families.gauge(Law.METRIC, Law.HELP, labels.add("law", law), Math.abs(residue)));
    TierStatistics first = statistics.tiers().getFirst();
    TierStatistics last = statistics.tiers().getLast();
    families.gauge(
        "nfcs_cache_hit_ratio",
        "Share of the look-ups answered by a tier.",
        labels,
        first.lookups() == 0 ? Double.NaN : 1 - (double) last.misses() / first.lookups());
    families.counter(
        "nfcs_cache_loads", "Values returned by a loader.", labels, statistics.loads());
    families.counter(
        "nfcs_cache_load_failures", "Loaders that threw.", labels, statistics.loadFailures());
    families.counter(
        "nfcs_cache_joined", "Look-ups that joined a load.", labels, statistics.joined());
    families.counter(
        "nfcs_cache_budget_exceeded", "Look-ups ended by their budget.", labels, statistics.late());
    families.counter(
        "nfcs_cache_refreshes", "Loads ahead of time.", labels, statistics.refreshes());
    families.counter(
        "nfcs_cache_audits", "Hits that were loaded again.", labels, statistics.audits());
    families.counter(
        "nfcs_cache_deviations",
        "Hits that differ from their loader's value.",
        labels,
        statistics.deviations());
    families.gauge(
        "nfcs_cache_staleness_seconds",
        "Age of the latest time at which this process knew every change by others.",
        labels,
        statistics.unheardNanos() / NANOS_PER_SECOND);
  }

  private static void tier(Families families, TierStatistics tier, Labels labels) {
    families.counter("nfcs_tier_lookups", "Keys looked up in a tier.", labels, tier.lookups());
    families.counter("nfcs_tier_hits", "Keys found in a tier.", labels, tier.hits());
    families.counter("nfcs_tier_misses", "Keys not found in a tier.", labels, tier.misses());
    families.counter("nfcs_tier_stores", "Entries stored in a tier.", labels, tier.stores());
    families.counter(
        "nfcs_tier_evictions", "Entries evicted for lack of space.", labels, tier.evictions());
    families.counter("nfcs_tier_expirations", "Entries expired.", labels, tier.expirations());
    families.counter(
        "nfcs_tier_failures", "Calls without an answer of a tier.", labels, tier.failures());
    Map<String, Long> refusals = new TreeMap<>(tier.refusals());
    // exists before the first, for queries of the metric
    refusals.putIfAbsent("OTHER", 0L);
    refusals.forEach((kind, count) ->
        families.counter(
            "nfcs_tier_refusals",
            "Calls answered by a tier with an error.",
            labels.add("kind", kind),
            count));
    families.counter(
        "nfcs_tier_corrupt",
        "Entries unlike their checksum, their key or their codec.",
        labels,
        tier.corrupt());
    families.counter(
        "nfcs_tier_foreign",
        "Entries of another cache version, hidden by a tier.",
        labels,
        tier.foreign());
    families.counter("nfcs_tier_late", "Look-ups skipped for lateness.", labels, tier.late());
    if (tier.entries() >= 0) {
      families.gauge("nfcs_tier_entries", "Entries a tier holds.", labels, tier.entries());
      families.gauge("nfcs_tier_bytes", "Bytes a tier holds.", labels, tier.bytes());
    }
    families.gauge(
        "nfcs_tier_limit_bytes",
        "Most bytes, 0 if the space is shared.",
        labels,
        tier.limitBytes());
    families.summary(
        "nfcs_tier_lookup_seconds",
        "Time of look-ups in a tier.",
        labels,
        tier.lookups(),
        Quantiles.builder()
            .quantile(MEDIAN, tier.p50Nanos() / NANOS_PER_SECOND)
            .quantile(P99, tier.p99Nanos() / NANOS_PER_SECOND)
            .build());
  }

  private static void regions(Families families, List<RegionStatistics> regions) {
    double useful = 0;
    double allocated = 0;
    double worst = 0;
    for (RegionStatistics region : regions) {
      Labels labels = Labels.of("region", region.name());
      families.gauge(
          "nfcs_region_allocated_bytes", "Memory taken.", labels, region.allocatedBytes());
      families.gauge("nfcs_region_used_bytes", "Pages in use.", labels, region.usedBytes());
      useful += region.efficiency() * region.allocatedBytes();
      allocated += region.allocatedBytes();
      worst = Math.max(worst, region.fragmentation());
    }
    families.gauge(
        "nfcs_memory_efficiency_ratio",
        "Memory efficiency ratio (useful/total).",
        Labels.EMPTY,
        allocated == 0 ? 1 : useful / allocated);
    families.gauge(
        "nfcs_memory_fragmentation_percent",
        "Memory fragmentation percentage, of the worst region.",
        Labels.EMPTY,
        PERCENT * worst);
  }

  private static void provided(Families families, Metric metric, double value) {
    Labels labels = Labels.EMPTY;
    for (var label : metric.labels().entrySet()) {
      labels = labels.add(label.getKey(), label.getValue());
    }
    if (metric.isCounter()) {
      families.counter(metric.name(), metric.help(), labels, value);
    } else {
      families.gauge(metric.name(), metric.help(), labels, value);
    }
  }
}
