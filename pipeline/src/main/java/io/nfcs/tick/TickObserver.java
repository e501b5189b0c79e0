package io.nfcs.tick;

/**
 * An observer of the committed ticks of a live run, off the tick thread, in order, each once. Found
 * by {@link java.util.ServiceLoader}, switched on by its name in the configuration.
 *
 * <p>It is fed from the journal by a reader of its own, so that neither the tables nor another
 * observer can delay it.
 *
 * <p><b>Threads.</b> {@link #open} and {@link #close} by the thread that starts and stops the run,
 * the ticks between them by one other. <b>Fails.</b> An exception is counted and reported once; the
 * tick never notices.
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

  /** Begins a run; all later ticks belong to it. */
  void onRun(RunHeader header);

  /**
   * Observes a committed tick.
   *
   * @param tick borrowed until the call returns; it carries no snapshots
   */
  void onTick(Tick tick);

  /** Frees the resources of the observer. */
  @Override
  default void close() {}
}
