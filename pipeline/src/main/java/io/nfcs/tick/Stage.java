package io.nfcs.tick;

import java.util.List;

/**
 * One step of the tick: a solver, a classifier, a check. Found by {@link java.util.ServiceLoader},
 * switched on by its name in {@code pipeline.stages}; its sections of the configuration are named
 * in {@code META-INF/nfcs/sections}.
 *
 * <p><b>Threads.</b> {@link #open} and {@link #close} by the thread that starts and stops the run;
 * {@link #run} by one thread at a time, not always the same. <b>Owns</b> its state, which no one
 * else may read but through snapshots it attaches to the tick. <b>Allocates</b> in {@code open}
 * only. <b>Fails.</b> Any exception out of {@code run} fails the tick: it is counted, named and
 * journalled, and the stages that depend on this one are skipped on that tick, except those that
 * {@link #runsRegardless()}. A state that is no longer finite is such a failure: the stage goes
 * back to its last good one. The state must then still be one that the next tick can go on from,
 * the same one whenever the same inputs come again.
 *
 * <p>Determinism: the state after a tick depends on the configuration and the inputs of the ticks
 * so far only; not on time, thread, machine or vector width. The stage puts a digest of it into the
 * tick with {@link Tick#digest(int, long)}.
 */
public interface Stage extends AutoCloseable {
  /** What {@link #stateBytes} answers for a stage that does not save its state. */
  int UNSAVED = -1;

  /** Name in the configuration, the journal and the metrics: lower case, no spaces. */
  String name();

  /** The parameters the stage reads from the input of every tick. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * The quantities the stage computes on every tick. Tables, metrics, page, journal and dashboard
   * have them without further ado; the stage sets them in the outcome of the tick, by the index
   * that {@link StageContext#result} tells.
   */
  default List<Quantity> results() {
    return List.of();
  }

  /**
   * Prepares the stage before the first tick.
   *
   * @throws io.nfcs.config.ConfigException if its settings are not usable
   */
  void open(StageContext context);

  /**
   * Begins a live run: called once, after {@link #open} and when the data folder is held, before
   * the first tick. A replay and a warm-up do without.
   */
  default void start() {}

  /**
   * Puts what changes outside the loop, such as which rules are in force, into the stage's
   * parameters of the next tick. Called before every tick of a live run, by the orchestrator's
   * thread; a replay has the parameters from the journal. Neither allocates nor waits.
   */
  default void sample(TickInput input) {}

  /**
   * Whether the stage runs on a tick on which one that it depends on failed; then it finds what
   * that one would have set as not computed. For a stage that must not miss a failure.
   */
  default boolean runsRegardless() {
    return false;
  }

  /**
   * How much the open stage works on, for metrics, such as {@code 128x128} cells or {@code 8}
   * oscillators; empty if there is nothing to tell.
   */
  default String size() {
    return "";
  }

  /** Executes the stage's part of a tick. */
  void run(Tick tick) throws Exception;

  /**
   * Most bytes that {@link #save} writes: known after {@link #open}, and the same until {@link
   * #close}. A stage that keeps nothing from tick to tick answers 0. With a stage that answers
   * {@link #UNSAVED} a run has no keyframes: it can be executed from its first tick only.
   */
  default int stateBytes() {
    return UNSAVED;
  }

  /**
   * Writes the whole state: all that survives a tick and that a later tick's outcome, intent or
   * digest depends on. What only saves work, such as a cache of pure results, is none of it, nor is
   * what is counted for metrics.
   *
   * <p>Called after each tick at which a keyframe is taken, whether the stage ran, failed or was
   * skipped, by the thread that runs the stage; and between ticks, by the thread that resumes or
   * replays a run. Allocates nothing and never waits. Like the state, the bytes follow from the
   * configuration and the inputs so far alone, so that runs are compared by them.
   */
  default void save(StateWriter to) {}

  /**
   * Takes a state that was saved by a stage opened with the same configuration, on whatever
   * machine, in place of its own: with the same inputs, the next ticks have the digests that they
   * have in the unbroken run.
   *
   * <p>Called between ticks, after {@link #open}, whatever ticks the stage has run since. May
   * allocate.
   *
   * @param from begins and ends with what the stage wrote
   * @throws IllegalArgumentException if this is not a state of such a stage, of another length for
   *     instance; the state is then unchanged
   */
  default void restore(StateReader from) {
    from.expectEnd();
  }

  /** Frees what {@link #open} took; does nothing if it was never opened. */
  @Override
  default void close() {}

  /**
   * A value the host may change each tick.
   *
   * @param name by convention {@code stage.parameter}
   * @param initial its value until the host sets it
   */
  record Parameter(String name, double initial) {}
}
