package io.nfcs.tick;

/**
 * An observer of the committed ticks of a live run, off the tick thread, in order, each once. Found
 * by {@link java.util.ServiceLoader}, switched on by its name in the configuration.
 *
 * <p>It is fed from the journal by a reader of its own, so that neither the tables nor another
 * observer can delay it.
 *
 * <p><b>Threads.</b> {@link #name}, {@link #open} and {@link #close} by the thread that starts and
 * stops the run; {@link #onRun} and {@link #onTick} by one other, {@code nfcs-observer-NAME}, which
 * begins after {@code open} and has ended before {@code close}. So only what further threads read
 * needs synchronization. <b>Fails.</b> An exception of {@code onRun} or {@code onTick} is counted
 * and reported once, and the observer gets the next tick; the loop never notices. An exception of
 * {@code open} fails the start.
 *
 * <p>An observer that is slower than the ticks gets them late, none left out, as long as retention
 * keeps their files. At the end of a run it has {@code store.drain_millis} for the rest; after that
 * its thread is interrupted, and if it does not return within a second, {@code close} is not
 * called.
 */
public interface TickObserver extends AutoCloseable {
  /** Returns the name in the configuration and the metrics. */
  String name();

  /**
   * Begins to observe a live run, before its first tick.
   *
   * @throws io.nfcs.config.ConfigException if its settings are not usable
   */
  default void open(ObserverContext context) {}

  /** Begins a run; all later ticks belong to it. Called once, before the first tick. */
  void onRun(RunHeader header);

  /**
   * Observes a committed tick.
   *
   * @param tick borrowed until the call returns, then reused; it carries no snapshots
   */
  void onTick(Tick tick);

  /**
   * Frees the resources of the observer. Also called if a start fails before or in {@link #open}.
   */
  @Override
  default void close() {}
}
