package io.nfcs.monitor.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import jdk.jfr.consumer.RecordingStream;

/**
 * Pauses of the application by collections: the sum of a collection's pauses according to the
 * flight recorder, without its concurrent work.
 *
 * <p><b>Threads.</b> One of the recorder's. <b>Owns</b> its stream until {@link #close()}.
 */
final class GcPauses implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] BOUNDS = {
    .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  private final RecordingStream stream = new RecordingStream();

  GcPauses(Makers makers) {
    Histogram times =
        makers.histogram(
            "nfcs_gc_collection_time_seconds",
            "Garbage collection time: pauses of a collection.",
            BOUNDS);
    stream.setReuse(true);
    stream.setOrdered(false);
    stream.setMaxAge(Duration.ofSeconds(10));
    stream.enable("jdk.GarbageCollection").withoutThreshold();
    stream.onEvent(
        "jdk.GarbageCollection",
        event -> times.observe(event.getDuration("sumOfPauses").toNanos() / NANOS_PER_SECOND));
    stream.startAsync();
  }

  @Override
  public void close() {
    stream.close();
  }
}
