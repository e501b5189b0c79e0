package io.nfcs.tick;

/**
 * Sees committed ticks, off the tick thread, in order, each once. Found by {@link
 * java.util.ServiceLoader}, switched on by its name in the configuration.
 *
 * <p>It is fed by the reader that tails the journal: live, after a crash and in a replay the same.
 *
 * <p><b>Threads.</b> All calls by the tailing thread. <b>Fails.</b> An exception is counted and
 * reported once; the tick never notices.
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

  /** A run begins; all ticks until the next call belong to it. */
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
