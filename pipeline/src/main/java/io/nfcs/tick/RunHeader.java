package io.nfcs.tick;

import java.util.Map;

/**
 * Who, what and where a run was: everything needed to execute it again and to judge whether its
 * times may be compared with another's.
 *
 * @param run identity of the run: its start in milliseconds since 1970, made unique within a
 *     journal
 * @param startEpochNanos wall clock at the start, nanoseconds since 1970
 * @param startNanos the run's {@link TickClock} at the same moment
 * @param periodNanos time between scheduled ticks
 * @param shape names of stages and parameters
 * @param config the configuration in force, as YAML that can be loaded again
 * @param codeVersion version of the code that ran
 * @param environment fingerprint: processor, cores, JVM, flags, system
 * @param firstTick number of the first tick behind it: 0, or where a process has gone on with the
 *     run, from which on its clock and environment are meant
 */
public record RunHeader(
    long run,
    long startEpochNanos,
    long startNanos,
    long periodNanos,
    TickShape shape,
    String config,
    String codeVersion,
    Map<String, String> environment,
    long firstTick) {
  /** Copies the map. */
  public RunHeader {
    environment = Map.copyOf(environment);
  }

  /** The header of a run from its first tick on. */
  public RunHeader(
      long run,
      long startEpochNanos,
      long startNanos,
      long periodNanos,
      TickShape shape,
      String config,
      String codeVersion,
      Map<String, String> environment) {
    this(run, startEpochNanos, startNanos, periodNanos, shape, config, codeVersion, environment, 0);
  }

  /** The wall clock, in nanoseconds since 1970, when the run's clock showed {@code nanos}. */
  public long epochNanos(long nanos) {
    return startEpochNanos + (nanos - startNanos);
  }
}
