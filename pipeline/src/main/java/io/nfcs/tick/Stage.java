package io.nfcs.tick;

import java.util.List;

/**
 * One step of the tick: a solver, a classifier, a check. Found by {@link java.util.ServiceLoader},
 * switched on by its name in {@code pipeline.stages}; its sections of the configuration are named
 * in {@code META-INF/nfcs/sections}.
 *
 * <p>Several instances of a stage exist in a JVM at the same time: a start opens and closes some to
 * check the configuration and to warm up the code, and a replay opens one for each of its threads.
 * So they must not share state that changes. {@link #name}, {@link #parameters}, {@link #results}
 * and {@link #runsRegardless} are also called on instances that are never opened; they return equal
 * values on every call.
 *
 * <p><b>Threads.</b> {@link #open} and {@link #close} by the thread that starts and stops the run;
 * {@link #run} by one thread at a time, not always the same. The ring orders memory: {@code run}
 * sees all that {@code open}, {@code restore}, its own calls before and, on the same tick, the
 * stages that it depends on have written. Stages that do not depend on each other may run at the
 * same time. <b>Owns</b> its state, which others may read only through snapshots attached to the
 * tick. <b>Allocates</b> in {@code open} only. <b>Fails.</b> Any exception out of {@code run} fails
 * the tick: it is counted, named and journalled, and the stages that depend on this one are skipped
 * on that tick, except those that {@link #runsRegardless()}. A state that is no longer finite is
 * such a failure: the stage goes back to its last good one. That state must be one that the next
 * tick can continue from, and be determined by the inputs.
 *
 * <p>Determinism: the state after a tick depends on the configuration and the inputs of the ticks
 * so far only; not on time, thread, machine or vector width. The stage puts a digest of it into the
 * tick with {@link Tick#digest(int, long)}.
 */
public interface Stage extends AutoCloseable {
  /** Result of {@link #stateBytes} for a stage that does not save its state. */
  int UNSAVED = -1;

  /**
   * Returns the name of the stage in the configuration, the journal and the metrics: lower case, no
   * spaces.
   */
  String name();

  /** Returns the parameters the stage reads from the input of every tick. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * Returns the quantities the stage computes on every tick. Tables, metrics, page, journal and
   * dashboard show them automatically; the stage sets them in the outcome of the tick, by the index
   * from {@link StageContext#result}.
   */
  default List<Quantity> results() {
    return List.of();
  }

  /**
   * Prepares the stage before the first tick.
   *
   * <p>If it throws, {@link #close} is called and the start fails.
   *
   * @param context valid during the call; what its methods return may be kept until {@link #close}
   * @throws io.nfcs.config.ConfigException if its settings are not usable
   * @throws IllegalArgumentException if it cannot be opened for another reason; the start reports
   *     the message with the name of the stage
   */
  void open(StageContext context);

  /**
   * Begins a live run: called once, after {@link #open} and when the data folder is held, before
   * the first tick. Not called in a replay or a warm-up. Threads of the stage begin here or later;
   * {@link #close} ends them.
   */
  default void start() {}

  /**
   * Puts changes from outside the loop, such as the rules in force, into the stage's parameters of
   * the next tick. Called before every tick of a live run, by the orchestrator's thread; a replay
   * has the parameters from the journal. Neither allocates nor waits. May run at the same time as
   * {@link #run} of an earlier tick. An exception ends the run, as one of the {@link InputSource}
   * does.
   *
   * @param input the inputs of the next tick, already filled by the source; valid during the call
   */
  default void sample(TickInput input) {}

  /**
   * Returns whether the stage runs on a tick on which one that it depends on failed; then the
   * results of the failed stage are not computed. For a stage that must not miss a failure.
   */
  default boolean runsRegardless() {
    return false;
  }

  /**
   * Returns the workload of the open stage for metrics, such as {@code 128x128} cells or {@code 8}
   * oscillators; empty if unknown.
   */
  default String size() {
    return "";
  }

  /**
   * Executes the stage's part of a tick: reads the input and the outcome of the stages before it,
   * and sets its own quantities, its part of the intent and its digest.
   *
   * @param tick borrowed until the call returns; only this stage's entries may be changed. Its
   *     status and stamps are set by the caller
   * @throws Exception if the tick has failed for this stage; its digest is then 0, and what it has
   *     set in the outcome stays
   */
  void run(Tick tick) throws Exception;

  /**
   * Returns the most bytes that {@link #save} writes: known after {@link #open}, and the same until
   * {@link #close}. A stage without state between ticks returns 0. A run with a stage that returns
   * {@link #UNSAVED} has no keyframes: it can be executed from its first tick only.
   */
  default int stateBytes() {
    return UNSAVED;
  }

  /**
   * Writes the whole state: all that survives a tick and that a later tick's outcome, intent or
   * digest depends on. Caches of pure results and counts for metrics are not part of the state.
   *
   * <p>Called after each tick at which a keyframe is taken, whether the stage ran, failed or was
   * skipped, by the thread that runs the stage; and between ticks, by the thread that resumes or
   * replays a run. Allocates nothing and never waits. Like the state, the bytes depend only on the
   * configuration and the inputs so far, so that runs can be compared by them. An exception drops
   * this keyframe only.
   *
   * @param to a cleared writer with room for {@link #stateBytes}, borrowed until the call returns
   */
  default void save(StateWriter to) {}

  /**
   * Restores a state saved by a stage with the same configuration, on any machine: with the same
   * inputs, the next ticks have the same digests as in the unbroken run.
   *
   * <p>Called between ticks, after {@link #open}, whatever ticks the stage has run since. May
   * allocate.
   *
   * @param from exactly the bytes that the stage wrote, borrowed until the call returns
   * @throws IllegalArgumentException if this is not a state of such a stage, for instance by its
   *     length; the state is then unchanged
   */
  default void restore(StateReader from) {
    from.expectEnd();
  }

  /**
   * Frees the resources of {@link #open} and ends the threads of {@link #start}. Called when no
   * tick is under way, unless one takes longer than {@code ring.drain_millis} at a stop; also after
   * an {@code open} that has thrown. Does nothing if the stage is not open. Must not throw, since
   * stages that were opened earlier would stay open.
   */
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
