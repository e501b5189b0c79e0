package io.nfcs.monitor;

import io.nfcs.config.TlsSettings;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.monitor.alert.AlertWatch;
import io.nfcs.monitor.cause.LateTicks;
import io.nfcs.monitor.health.Health;
import io.nfcs.monitor.live.FieldImage;
import io.nfcs.monitor.live.RecentTicks;
import io.nfcs.monitor.metrics.RunMetrics;
import io.nfcs.monitor.web.HttpEndpoint;
import io.nfcs.monitor.web.Sources;
import io.nfcs.pipeline.store.StoreSettings;
import io.nfcs.tick.ObserverContext;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickObserver;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Observer {@code monitor}: metrics, health, alerts and page of a live run, over HTTP on loopback.
 *
 * <p>It follows the journal like every observer, and reads counters and statistics of the parts
 * when somebody asks: a tick does nothing for it. <b>Owns</b> its port and a stream of the flight
 * recorder.
 */
public final class Monitor implements TickObserver {
  private @Nullable Open open;
  private @Nullable HttpEndpoint endpoint;

  /** For {@link java.util.ServiceLoader}. */
  public Monitor() {}

  @Override
  public String name() {
    return "monitor";
  }

  @Override
  public void open(ObserverContext run) {
    MonitorSettings settings = run.settings("monitor", MonitorSettings.class);
    AlertSettings rules = run.settings("alerts", AlertSettings.class);
    LongSupplier nowNanos = TickClock.system()::nanoTime;
    Health health =
        new Health(run.counters(), settings.stallMillis(), settings.maxLagTicks(), nowNanos);
    RunMetrics metrics = new RunMetrics(run, nowNanos);
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
                  metrics, health, alerts.alerts(), ticks, late, field, run.grid(), run.errors()));
    }
  }

  @Override
  public void onRun(RunHeader header) {
    if (open != null) {
      open.metrics.onRun(header);
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
    if (endpoint != null) {
      endpoint.close();
      endpoint = null;
    }
    if (open != null) {
      open.alerts.close();
      open.late.close();
      open.metrics.close();
      open = null;
    }
  }

  private record Open(
      RunMetrics metrics, Health health, AlertWatch alerts, RecentTicks ticks, LateTicks late) {}
}
