package io.nfcs.tick;

import java.util.Map;

/**
 * Identity, configuration and environment of a run: all that is needed to execute the run again and
 * to judge whether its times are comparable with another's.
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
 * @param firstTick number of the first tick after this header: 0, or the tick at which a process
 *     resumed the run; clock and environment hold from there on
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

  /** Creates the header of a run from its first tick on. */
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

  /**
   * Returns the wall clock, in nanoseconds since 1970, at a time {@code nanos} of the run's clock.
   */
  public long epochNanos(long nanos) {
    return startEpochNanos + (nanos - startNanos);
  }
}
