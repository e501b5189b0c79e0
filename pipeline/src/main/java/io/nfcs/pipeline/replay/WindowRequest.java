package io.nfcs.pipeline.replay;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.TickTarget;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Request for ticks of a run: by their numbers, by time, or by lateness.
 *
 * <p>An end is the number of a tick, a moment such as {@code 2026-11-28T14:05:30Z}, or a time of
 * day such as {@code 14:05}, all in UTC. A time of day refers to the day on which the run ended,
 * or, if later than the end, to the day before if the run ticked on that day too. Both ends belong
 * to the window; a missing end is that of the run.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with a {@link ConfigException} that names the option.
 *
 * @param from first tick, or {@code null}
 * @param to last tick, or {@code null}
 * @param worst number of the latest ticks, each with those around it; {@code null} for all
 */
public record WindowRequest(@Nullable String from, @Nullable String to, @Nullable Integer worst) {
  /** Request for a whole run. */
  public static final WindowRequest ALL = new WindowRequest(null, null, null);

  /** Ticks before and after each of the latest ticks. */
  public static final int REACH = 50;

  private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

  /** Refuses a request for no ticks. */
  public WindowRequest {
    if (worst != null && worst < 1) {
      throw new ConfigException("--worst: " + worst + " is not allowed, but 1 or more");
    }
  }

  /** Returns whether the whole run is requested. */
  public boolean isAll() {
    return from == null && to == null && worst == null;
  }

  /**
   * Returns the requested windows, in their order and without overlap. An open end is {@link
   * Long#MAX_VALUE}, also for {@link #ALL}.
   *
   * @param dir data folder of the run, or its journal's folder
   * @throws ConfigException if an end is not readable or outside of the run, or there is no tick
   */
  public List<Window> of(Path dir, long run) {
    Path folder = Journal.existingFolder(dir);
    try (JournalReader reader = new JournalReader(folder)) {
      if (!reader.seekLast(run)) {
        throw new ConfigException(
            "--run: "
                + run
                + " is not a run with ticks in "
                + folder
                + "; journal stat lists them");
      }
      long first = from == null ? first(reader, run) : first(reader, run, from);
      long last = to == null ? Long.MAX_VALUE : last(reader, run, to);
      if (last < first) {
        String begin = from == null ? "tick " + first + ", the first there is" : "--from " + from;
        throw new ConfigException("--to: " + to + " is before " + begin + " in run " + run);
      }
      Window window = new Window(first, last);
      return worst == null ? List.of(window) : latest(reader, run, window, worst);
    }
  }

  /** Returns the first tick of the run that retention has left. */
  private static long first(JournalReader reader, long run) {
    return numberAt(reader, run, TickTarget.number(0));
  }

  private static long first(JournalReader reader, long run, String text) {
    String option = "--from";
    if (isNumber(text)) {
      return number(option, text);
    }
    long epochNanos = epochNanos(reader, run, option, text);
    long first =
        numberAt(
            reader,
            run,
            (header, number, scheduledNanos) -> header.epochNanos(scheduledNanos) < epochNanos);
    if (first == Long.MAX_VALUE) {
      throw new ConfigException(option + ": " + text + " is after the last tick of run " + run);
    }
    return first;
  }

  private static long last(JournalReader reader, long run, String text) {
    if (isNumber(text)) {
      return number("--to", text);
    }
    long epochNanos = epochNanos(reader, run, "--to", text);
    long behind =
        numberAt(
            reader,
            run,
            (header, number, scheduledNanos) -> header.epochNanos(scheduledNanos) <= epochNanos);
    if (behind == 0) {
      throw new ConfigException("--to: " + text + " is before the first tick of run " + run);
    }
    return behind == Long.MAX_VALUE ? behind : behind - 1;
  }

  private static long numberAt(JournalReader reader, long run, TickTarget target) {
    return reader.seek(run, target) && reader.nextTick() ? reader.tick().number() : Long.MAX_VALUE;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(each -> each >= '0' && each <= '9');
  }

  private static long number(String option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      throw refused(option, text);
    }
  }

  private static long epochNanos(JournalReader reader, long run, String option, String text) {
    try {
      if (text.endsWith("Z")) {
        return nanos(Instant.parse(text));
      }
      if (text.indexOf('T') > 0) {
        return nanos(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
      }
      return epochNanos(reader, run, LocalTime.parse(text));
    } catch (DateTimeParseException | ArithmeticException notATime) {
      throw refused(option, text);
    }
  }

  private static long epochNanos(JournalReader reader, long run, LocalTime ofDay) {
    reader.seek(run, TickTarget.number(0));
    long begin = dueEpochNanos(reader);
    reader.seekLast(run);
    long end = dueEpochNanos(reader);
    long midnight = end - Math.floorMod(end, DAY_NANOS);
    long time = midnight + ofDay.toNanoOfDay();
    return time > end && begin < midnight ? time - DAY_NANOS : time;
  }

  private static long dueEpochNanos(JournalReader reader) {
    reader.nextTick();
    return reader.run().epochNanos(reader.tick().scheduledNanos());
  }

  private static long nanos(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), time.getNano());
  }

  private static ConfigException refused(String option, String text) {
    return new ConfigException(
        option
            + ": "
            + text
            + " is neither a tick nor a time; expected a number such as 1200, a time of day such"
            + " as 14:05:30, or 2026-11-28T14:05:30Z, in UTC");
  }

  private static List<Window> latest(JournalReader reader, long run, Window window, int count) {
    record Late(long tick, long nanos) {}
    PriorityQueue<Late> latest = new PriorityQueue<>(Comparator.comparingLong(Late::nanos));
    long first = -1;
    long last = -1;
    boolean isThere = reader.seek(run, TickTarget.number(window.from())) && reader.nextTick();
    while (isThere && reader.run().run() == run) {
      long number = reader.tick().number();
      if (reader.damage() == null) {
        if (number > window.to()) {
          break;
        }
        first = first < 0 ? number : first;
        last = number;
        latest.add(new Late(number, reader.tick().latenessNanos(reader.run().periodNanos())));
        if (latest.size() > count) {
          latest.remove();
        }
      }
      isThere = reader.nextTick();
    }
    if (latest.isEmpty()) {
      throw new ConfigException("run " + run + " has no tick in " + window);
    }
    return Window.around(latest.stream().map(Late::tick).toList(), REACH, new Window(first, last));
  }
}
