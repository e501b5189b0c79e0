package io.nfcs.monitor;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.monitor.alert.AlertWatch;
import io.nfcs.monitor.cause.LateTicks;
import io.nfcs.monitor.health.Health;
import io.nfcs.monitor.health.TableProgress;
import io.nfcs.monitor.live.FieldImage;
import io.nfcs.monitor.live.RecentTicks;
import io.nfcs.monitor.metrics.RunMetrics;
import io.nfcs.monitor.parts.Parts;
import io.nfcs.monitor.web.HttpEndpoint;
import io.nfcs.monitor.web.Sources;
import io.nfcs.pipeline.store.StoreSettings;
import io.nfcs.tick.ObserverContext;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickObserver;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Observer {@code monitor}: metrics, health, alerts and page of a live run, over HTTP on loopback.
 *
 * <p>It follows the journal like every observer, and reads counters and statistics of the parts on
 * request: a tick has no work for it. <b>Threads.</b> As a {@link TickObserver}; the parts that are
 * read by others synchronize by themselves. <b>Owns</b> its port, the thread of the alerts and two
 * streams of the flight recorder until {@link #close()}.
 */
public final class Monitor implements TickObserver {
  private @Nullable Open open;
  private @Nullable HttpEndpoint endpoint;

  /** Creates the observer for {@link java.util.ServiceLoader}. */
  public Monitor() {}

  /**
   * Returns the address of the page of a run with this configuration, for people; empty if there is
   * none.
   */
  public static Optional<String> page(NfcsConfig config) {
    MonitorSettings settings = config.section("monitor", MonitorSettings.class);
    if (settings.port() == 0) {
      return Optional.empty();
    }
    boolean isEncrypted = !config.section("tls", TlsSettings.class).keyStore().isEmpty();
    return Optional.of((isEncrypted ? "https://" : "http://") + settings.page());
  }

  @Override
  public String name() {
    return "monitor";
  }

  @Override
  public void open(ObserverContext run) {
    MonitorSettings settings = run.settings("monitor", MonitorSettings.class);
    AlertSettings rules = run.settings("alerts", AlertSettings.class);
    LongSupplier nowNanos = TickClock.system()::nanoTime;
    TableProgress tables = new TableProgress(run.counters(), nowNanos);
    Health health =
        new Health(
            run::progress,
            tables,
            run.grid()::nodeState,
            settings.stallMillis(),
            settings.maxLagTicks(),
            nowNanos);
    Parts parts = new Parts(run.errors());
    RunMetrics metrics = new RunMetrics(run, tables, parts, nowNanos);
    AlertWatch alerts =
        new AlertWatch(rules, metrics::samples, nowNanos, run.metrics(), run.errors());
    RecentTicks ticks = new RecentTicks();
    LateTicks late = new LateTicks(run, settings.lateMillis(), nowNanos);
    open = new Open(metrics, health, alerts, ticks, late);
    if (settings.port() != 0) {
      FieldImage field =
          new FieldImage(
              run.grid().binary("FIELD"),
              ticks,
              run.settings("store", StoreSettings.class).fieldEvery());
      endpoint =
          new HttpEndpoint(
              settings.address(),
              run.settings("tls", TlsSettings.class),
              new Sources(
                  metrics,
                  health,
                  alerts.alerts(),
                  ticks,
                  late,
                  field,
                  run.grid(),
                  parts,
                  run.errors()),
              run.metrics(),
              nowNanos,
              Clock.systemUTC());
    }
  }

  @Override
  public void onRun(RunHeader header) {
    if (open != null) {
      open.metrics.onRun(header);
      open.health.onRun(header);
      open.ticks.onRun(header);
      open.late.onRun(header);
    }
  }

  @Override
  public void onTick(Tick tick) {
    if (open != null) {
      open.metrics.onTick(tick);
      open.health.onTick(tick);
      open.ticks.onTick(tick);
      open.late.onTick(tick);
    }
  }

  @Override
  public void close() {
    Open parts = open;
    HttpEndpoint page = endpoint;
    try (parts;
        page) {
      open = null;
      endpoint = null;
    }
  }

  private record Open(
      RunMetrics metrics, Health health, AlertWatch alerts, RecentTicks ticks, LateTicks late)
      implements AutoCloseable {
    @Override
    public void close() {
      try (metrics;
          late) {
        alerts.close();
      }
    }
  }
}
