package io.nfcs.lab.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.HdrHistogram.Histogram;

/**
 * A recording by JFR of the pauses of the JVM: for the collector, and for safepoints of any kind
 * with the time it takes to reach them.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> its recording until {@link #close()}.
 */
final class PauseRecording implements AutoCloseable {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;
  private static final String PAUSE = "jdk.GCPhasePause";
  private static final String BEGIN = "jdk.SafepointBegin";
  private static final String END = "jdk.SafepointEnd";

  private final Recording recording = new Recording();

  /** Recorded pauses. */
  record Pauses(Histogram collections, Histogram safepoints) {}

  PauseRecording() {
    for (String event : new String[] {PAUSE, BEGIN, END}) {
      recording.enable(event).withThreshold(Duration.ZERO).withoutStackTrace();
    }
    recording.start();
  }

  /** Ends the recording and returns the pauses. */
  Pauses stop() throws IOException {
    recording.stop();
    Path file = Files.createTempFile("nfcs-pauses", ".jfr");
    try {
      recording.dump(file);
      return read(file);
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    recording.close();
  }

  /**
   * Returns the pauses of a recording; a safepoint lasts from the call for it until all threads run
   * again.
   */
  private static Pauses read(Path file) throws IOException {
    Pauses pauses = new Pauses(histogram(), histogram());
    Map<Long, Instant> begun = new HashMap<>();
    List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
    events.sort(Comparator.comparing(RecordedEvent::getStartTime));
    for (RecordedEvent event : events) {
      switch (event.getEventType().getName()) {
        case PAUSE -> record(pauses.collections, event.getDuration());
        case BEGIN -> begun.put(event.getLong("safepointId"), event.getStartTime());
        case END -> {
          Instant begin = begun.remove(event.getLong("safepointId"));
          if (begin != null) {
            record(pauses.safepoints, Duration.between(begin, event.getEndTime()));
          }
        }
        default -> {
          // other events of JFR
        }
      }
    }
    return pauses;
  }

  private static void record(Histogram histogram, Duration duration) {
    histogram.recordValue(Math.clamp(duration.toNanos(), 0, HIGHEST_NANOS));
  }

  private static Histogram histogram() {
    return new Histogram(HIGHEST_NANOS, 3);
  }
}
