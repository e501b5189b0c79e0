package io.nfcs.pipeline;

import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results of a tick: everything that must be equal when the tick is executed again. */
public final class TickRow {
  private final TickShape shape;
  private final long number;
  private final long digest;
  private final List<StageStatus> statuses = new ArrayList<>();
  private final List<Long> digests = new ArrayList<>();
  private final List<Long> outcome = new ArrayList<>();
  private final List<Double> intent = new ArrayList<>();

  /** Of a tick that has been through its stages. */
  TickRow(TickShape shape, Tick tick) {
    this.shape = shape;
    number = tick.number();
    digest = tick.digest();
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      statuses.add(tick.status(stage));
      digests.add(tick.digest(stage));
    }
    Outcome all = tick.outcome();
    for (int i = 0; i < all.quantities().size(); i++) {
      outcome.add(all.bits(i));
    }
    for (int i = 0; i < ControlIntent.VALUES; i++) {
      intent.add(tick.intent().value(i));
    }
  }

  /** Returns its number. */
  public long number() {
    return number;
  }

  /** How a stage ended. */
  public StageStatus status(String stage) {
    return statuses.get(shape.stage(stage));
  }

  /** Returns a count or a code, -1 if it was not computed. */
  public long count(Quantity quantity) {
    return outcome.get(shape.result(quantity));
  }

  /** Returns the digest of all of it. */
  public long digest() {
    return digest;
  }

  /**
   * Returns the first thing in which the same tick of another run differs, {@code null} if nothing.
   */
  @Nullable String difference(TickRow other) {
    for (int stage = 0; stage < statuses.size(); stage++) {
      String name = "tick " + number + ": stage " + shape.stages().get(stage);
      if (statuses.get(stage) != other.statuses.get(stage)) {
        return name + " is " + other.statuses.get(stage) + ", expected " + statuses.get(stage);
      }
      if (!digests.get(stage).equals(other.digests.get(stage))) {
        return name + " has another digest";
      }
    }
    for (int i = 0; i < outcome.size(); i++) {
      if (!outcome.get(i).equals(other.outcome.get(i))) {
        return "tick " + number + ": another " + shape.results().get(i).name();
      }
    }
    if (!intent.equals(other.intent)) {
      return "tick " + number + ": intent is " + other.intent + ", expected " + intent;
    }
    return digest == other.digest ? null : "tick " + number + " has another digest";
  }
}
