package io.nfcs.constitution;

import io.nfcs.counters.ErrorLog;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Payload;

/**
 * Judges the loop and its actions by one set of policies, tick by tick.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Court {
  private static final String LOOP = "tick";

  private final long id;
  private final PolicyCache cache;
  private final PolicyContext context;
  private final ActionReader reader;
  private final int risk;
  private final int hallucination;
  private final int unsafe;
  private boolean isEmergency;
  private int violations;

  /**
   * A court.
   *
   * @param id number of the policies
   * @param none a payload of any content, to begin with
   */
  Court(long id, PolicyCache cache, Payload none) {
    this.id = id;
    this.cache = cache;
    context = cache.policies().newContext();
    reader = new ActionReader(context, none);
    risk = context.find("risk_level");
    hallucination = context.find("hallucination");
    unsafe = context.find("unsafe_tokens");
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
    set(risk, outcome.risk());
    set(hallucination, outcome.hallucination());
    set(unsafe, outcome.unsafeRatio());
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

  /** Policies violated on this tick. */
  int violations() {
    return violations;
  }

  private Decision judge() {
    Verdict verdict = isEmergency ? cache.decideAnew(context) : cache.decide(context);
    violations += verdict.violated().size();
    return verdict.decision();
  }

  /** What was not computed is not there. */
  private void set(int key, double value) {
    if (key >= 0 && Double.isFinite(value)) {
      context.set(key, value);
    }
  }
}
