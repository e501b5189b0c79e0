package io.nfcs.tick;

/**
 * Sees the committed ticks of a live run, off the tick thread, in order, each once. Found by {@link
 * java.util.ServiceLoader}, switched on by its name in the configuration.
 *
 * <p>It is fed from the journal by a reader of its own, so that neither the tables nor another
 * observer can hold it up.
 *
 * <p><b>Threads.</b> {@link #open} and {@link #close} by the thread that starts and stops the run,
 * the ticks between them by one other. <b>Fails.</b> An exception is counted and reported once; the
 * tick never notices.
 */
public interface TickObserver extends AutoCloseable {
  /** Name in the configuration and the metrics. */
  String name();

  /**
   * Begins to observe a live run, before its first tick.
   *
   * @throws io.nfcs.config.ConfigException if its settings are not usable
   */
  default void open(ObserverContext context) {}

  /** The run begins; all ticks belong to it. */
  void onRun(RunHeader header);

  /**
   * A tick was committed.
   *
   * @param tick borrowed until the call returns; it carries no snapshots
   */
  void onTick(Tick tick);

  /** Frees what it holds. */
  @Override
  default void close() {}
}
