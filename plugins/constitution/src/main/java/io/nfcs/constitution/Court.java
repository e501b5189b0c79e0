package io.nfcs.constitution;

import io.nfcs.counters.ErrorLog;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Payload;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.TickShape;

/**
 * A court that judges the loop and its actions by one set of policies, tick by tick.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Court {
  private static final String LOOP = "tick";

  private final long id;
  private final PolicyCache cache;
  private final PolicyContext context;
  private final ActionReader reader;
  private final Judged risk;
  private final Judged hallucination;
  private final Judged unsafe;
  private boolean isEmergency;
  private int violations;

  /**
   * Creates a court.
   *
   * @param id number of the policies
   * @param shape shape of the ticks, which has the indexes of the judged quantities
   * @param none initial payload, of any content
   */
  Court(long id, PolicyCache cache, TickShape shape, Payload none) {
    this.id = id;
    this.cache = cache;
    context = cache.policies().newContext();
    reader = new ActionReader(context, none);
    risk = judged("risk_level", shape, ModelQuantities.RISK);
    hallucination = judged("hallucination", shape, ModelQuantities.HALLUCINATION);
    unsafe = judged("unsafe_tokens", shape, ModelQuantities.UNSAFE_RATIO);
  }

  long id() {
    return id;
  }

  /** Begins a tick. */
  void begin(boolean isInEmergency) {
    isEmergency = isInEmergency;
    violations = 0;
  }

  Decision judgeLoop(Outcome outcome) {
    context.begin(LOOP);
    set(risk, outcome);
    set(hallucination, outcome);
    set(unsafe, outcome);
    return judge();
  }

  Decision judgeActions(Payload actions, ErrorLog errors) {
    Decision decision = Decision.ACCEPT;
    reader.begin(actions);
    while (reader.next()) {
      String error = reader.error();
      if (error == null) {
        decision = decision.or(judge());
      } else {
        errors.record("action", new IllegalArgumentException(error));
        decision = decision.or(Decision.REJECT);
      }
    }
    return decision;
  }

  /** Returns the number of policies violated on this tick. */
  int violations() {
    return violations;
  }

  private Decision judge() {
    Verdict verdict = isEmergency ? cache.evaluate(context) : cache.decide(context);
    violations += verdict.violated().size();
    return verdict.decision();
  }

  /** Sets a key from a quantity; a quantity that was not computed stays unset. */
  private void set(Judged judged, Outcome outcome) {
    double value = outcome.number(judged.index);
    if (judged.key >= 0 && Double.isFinite(value)) {
      context.set(judged.key, value);
    }
  }

  private Judged judged(String key, TickShape shape, Quantity quantity) {
    return new Judged(context.find(key), shape.result(quantity));
  }

  /**
   * A quantity by which the loop is judged.
   *
   * @param key in the context of the policies
   * @param index in the outcome
   */
  private record Judged(int key, int index) {}
}
