package io.nfcs.pipeline;

import io.nfcs.config.Plugins;
import io.nfcs.counters.OperationTimers;
import io.nfcs.grid.Grid;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.Keyframes;
import io.nfcs.journal.Retention;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.store.JournalTailer;
import io.nfcs.pipeline.store.StoreProjector;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Stage;
import io.nfcs.tick.TickObserver;
import io.nfcs.tick.TickShape;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the parts of a run one by one; their owner closes them.
 *
 * <p><b>Threads.</b> One.
 */
final class RunParts {
  private static final Logger LOG = LoggerFactory.getLogger(RunParts.class);

  private final RunContext run;
  private final Owned owned;

  RunParts(RunContext run, Owned owned) {
    this.run = run;
    this.owned = owned;
  }

  /** Fails if the run cannot be opened, before its data folder is touched. */
  void checkAll() {
    ThrowawayStages.check(run);
    var _ = run.resumption();
  }

  Plugins plugins() {
    return owned.add(Plugins.open(run.config()));
  }

  /** Finds the observers by their names; a fixed one comes first. */
  List<TickObserver> observers(Plugins plugins, TickObserver first) {
    Map<String, Supplier<TickObserver>> found =
        plugins.find(TickObserver.class, TickObserver::name);
    List<TickObserver> observers = new ArrayList<>(List.of(first));
    for (String name : run.observers()) {
      observers.add(Plugins.named(found, "pipeline.observers", name));
    }
    return observers;
  }

  Grid grid(OperationTimers timers) {
    run.config().refuseUnknown(Grid.sections(run.config()).toArray(String[]::new));
    return owned.add(Grid.start(run.dataDir(), run.config(), timers));
  }

  StageSet stages(Grid grid) {
    return owned.add(
        StageSet.open(
            run.config(),
            run.plan().ticksInFlight(),
            Journal.documents(run.folder()),
            false,
            grid::tickCache,
            run.instruments().errors(),
            run.instruments().metrics()));
  }

  Journal journal(TickShape shape) {
    return owned.add(
        Journal.open(run.folder(), run.plan().journal(), run.instruments().clock(), shape));
  }

  /** Opens the tables, which the tailer closes. */
  StoreProjector store(Grid grid) {
    return new StoreProjector(
        grid,
        run.plan().store(),
        Clock.systemUTC(),
        run.instruments().counters(),
        run.instruments().errors());
  }

  /**
   * Opens the tick path, with its keyframes.
   *
   * @param number of the run
   */
  Loop loop(StageSet stages, Journal journal, SnapshotSink fields, long number) {
    KeyframeTaker keyframes = keyframes(stages.stages(), journal, number);
    return owned.add(new Loop(run, stages, new StageChain.Outlets(journal, fields, keyframes)));
  }

  private KeyframeTaker keyframes(List<Stage> stages, Journal journal, long number) {
    int every = run.plan().journal().keyframeTicks();
    if (every <= 0) {
      return KeyframeTaker.OFF;
    }
    String unsaved = StageStates.unsaved(stages);
    if (unsaved != null) {
      LOG.warn("stage {} does not save its state, so the run has no keyframes", unsaved);
      return KeyframeTaker.OFF;
    }
    journal.rollAtKeyframes();
    return owned.add(
        new KeyframeRecorder(
            new Keyframes(run.folder()),
            number,
            stages,
            every,
            journal::isKeyframeWanted,
            run.instruments()));
  }

  /**
   * Opens a feed for each observer from the header of the run on.
   *
   * @param number of the run
   * @param index of its header in the journal
   */
  List<ObserverFeed> feeds(List<TickObserver> observers, long number, long index) {
    List<ObserverFeed> feeds = new ArrayList<>();
    for (TickObserver observer : observers) {
      JournalReader reader = new JournalReader(run.folder());
      feeds.add(
          owned.add(
              new ObserverFeed(
                  observer, reader, index, number, run.plan().store(), run.instruments())));
    }
    return feeds;
  }

  JournalTailer tailer(JournalReader reader, StoreProjector store) {
    Retention retention = new Retention(run.folder(), run.plan().journal(), Clock.systemUTC());
    return owned.add(
        new JournalTailer(
            run.folder(), reader, store, run.plan().store(), retention, run.instruments()));
  }
}
