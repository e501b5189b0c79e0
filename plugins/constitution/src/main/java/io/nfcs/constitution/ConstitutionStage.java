package io.nfcs.constitution;

import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Law;
import io.nfcs.counters.Metrics;
import io.nfcs.memory.Digest;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Stage {@code constitution}: decides on the tick by its risk level, by the policies and by the
 * emergency, judges the actions of the tick, and shapes the control intent of the next one.
 *
 * <p>The loop itself is judged as operation {@code tick}; the keys {@code risk_level}, {@code
 * hallucination} and {@code unsafe_tokens} of its context are those of the outcome. The decision on
 * the loop sets the control; the decision of the outcome is the strictest of this one and those on
 * the actions. An unreadable action is rejected. The policies in force are an input of the tick
 * (parameter {@code constitution.policies}), so a replay decides by the same ones.
 *
 * <p>It also runs on a tick on which {@code risk} failed: an unknown risk is critical, and an
 * emergency if it stays unknown. <b>Allocates</b> in {@link #open}, on an unknown verdict, and on
 * new policies.
 *
 * <p><b>Threads.</b> As a {@link Stage}. Besides, the thread {@code nfcs-policies} of {@link
 * PolicyVersions} publishes policies, which {@link #sample} takes over on the orchestrator's
 * thread, so that they come into force with a tick; and that thread and the readers of metrics read
 * the statistics. They see the policy cache by its volatile field, from the first tick on.
 * <b>Fails</b> on a tick with an {@link IllegalStateException} if its policies are neither known
 * nor kept beside the journal.
 */
public final class ConstitutionStage implements Stage {
  private static final String POLICIES = "constitution.policies";

  private @Nullable Running running;

  /** Creates the stage for {@link java.util.ServiceLoader}. */
  public ConstitutionStage() {}

  @Override
  public String name() {
    return "constitution";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter(POLICIES, 0));
  }

  @Override
  public List<Quantity> results() {
    return List.of(ModelQuantities.DECISION, ModelQuantities.VIOLATIONS, ModelQuantities.PHASE);
  }

  @Override
  public boolean runsRegardless() {
    return true;
  }

  @Override
  public void open(StageContext context) {
    running = new Running(context.settings(ConstitutionSettings.class), context);
  }

  @Override
  public void start() {
    Running open = Objects.requireNonNull(running, "stage is not open");
    open.versions.start(() -> open.read(PolicyStatistics::epoch));
  }

  @Override
  public void sample(TickInput input) {
    Running open = Objects.requireNonNull(running, "stage is not open");
    input.parameter(open.parameter, (double) open.versions.latest());
  }

  @Override
  public void run(Tick tick) {
    Objects.requireNonNull(running, "stage is not open").run(tick);
  }

  @Override
  public int stateBytes() {
    return Running.STATE_BYTES;
  }

  @Override
  public void save(StateWriter to) {
    Objects.requireNonNull(running, "stage is not open").save(to);
  }

  @Override
  public void restore(StateReader from) {
    Objects.requireNonNull(running, "stage is not open").restore(from);
  }

  @Override
  public void close() {
    if (running != null) {
      running.versions.close();
      running = null;
    }
  }

  /**
   * State of the open stage.
   *
   * <p><b>Threads.</b> The one that runs the stage; {@code policies} is written by it and read by
   * any.
   */
  private static final class Running {
    private static final int CRITICAL = 2;
    private static final int EMERGENCY = 3;

    private static final int STATE_BYTES =
        2 * Integer.BYTES + Emergency.STATE_BYTES + ControlPlan.STATE_BYTES;

    /** Format of the saved state; changes with its layout. */
    private static final int FORMAT = 1;

    private final ConstitutionSettings settings;
    private final PolicyVersions versions;
    private final ErrorLog errors;
    private final ViolationLog violations;
    private final int stage;
    private final int parameter;
    private final int riskLevel;
    private final int decision;
    private final int violated;
    private final int phaseCode;
    private final TickShape shape;
    private Emergency emergency;
    private ControlPlan control;
    private volatile @Nullable PolicyCache policies;
    private @Nullable Court court;
    private int unknown;

    Running(ConstitutionSettings settings, StageContext context) {
      this.settings = settings;
      versions = new PolicyVersions(settings, context);
      errors = context.errors();
      emergency = new Emergency(settings.emergency());
      control = new ControlPlan(settings.control());
      violations = new ViolationLog(settings.violations(), SystemNanoClock.INSTANCE);
      stage = context.stage();
      shape = context.shape();
      parameter = shape.parameter(POLICIES);
      riskLevel = shape.result(ModelQuantities.RISK_LEVEL);
      decision = context.result(ModelQuantities.DECISION);
      violated = context.result(ModelQuantities.VIOLATIONS);
      phaseCode = context.result(ModelQuantities.PHASE);
      tell(context.metrics());
    }

    private void tell(Metrics metrics) {
      String decisions = "Contexts judged by policies, by whether the verdict was cached.";
      told(metrics, decisions, "hit", PolicyStatistics::hits);
      told(metrics, decisions, "miss", PolicyStatistics::misses);
      told(metrics, decisions, "evaluated", PolicyStatistics::evaluated);
      metrics.counter(
          "nfcs_policy_violations",
          "Violations of policies.",
          Map.of(),
          () -> read(PolicyStatistics::violations));
      metrics.gauge(
          "nfcs_policy_epoch",
          "Epoch of the policies in force.",
          Map.of(),
          () -> (double) read(PolicyStatistics::epoch));
      Law.tell(metrics, "policy decisions", Map.of(), () -> read(PolicyStatistics::residue));
    }

    private void told(
        Metrics metrics, String help, String result, ToLongFunction<PolicyStatistics> value) {
      metrics.counter("nfcs_policy_decisions", help, Map.of("result", result), () -> read(value));
    }

    private long read(ToLongFunction<PolicyStatistics> value) {
      PolicyCache open = policies;
      return open == null ? 0 : value.applyAsLong(open.statistics());
    }

    void run(Tick tick) {
      Court in = court((long) tick.input().parameter(parameter), tick);
      Outcome outcome = tick.outcome();
      int level = level((int) outcome.count(riskLevel));
      Phase phase = emergency.next(level);
      in.begin(phase == Phase.ACTIVE);
      Decision loop = byLevel(phase, level).or(in.judgeLoop(outcome));
      control.shape(loop.code(), tick.intent());
      Decision all = loop.or(in.judgeActions(tick.input().actions(), errors));
      outcome.count(decision, all.code());
      outcome.count(violated, in.violations());
      outcome.count(phaseCode, phase.code());
      tick.digest(stage, Digest.mix(Digest.mix(all.code(), in.violations()), phase.code()));
    }

    /**
     * Saves the state without the policies, which are an input of each tick, and without the cached
     * verdicts.
     */
    void save(StateWriter to) {
      to.writeInt(FORMAT);
      to.writeInt(unknown);
      emergency.save(to);
      control.save(to);
    }

    void restore(StateReader from) {
      from.expect("format", FORMAT);
      int newUnknown = from.readCount("ticks of unknown risk", Integer.MAX_VALUE);
      Emergency newEmergency = new Emergency(settings.emergency());
      newEmergency.restore(from);
      ControlPlan newControl = new ControlPlan(settings.control());
      newControl.restore(from);
      from.expectEnd();
      unknown = newUnknown;
      emergency = newEmergency;
      control = newControl;
    }

    private Court court(long id, Tick tick) {
      Court now = court;
      long wanted = id == 0 ? versions.latest() : id;
      if (now == null || now.id() != wanted) {
        now = new Court(wanted, policies(versions.of(wanted)), shape, tick.input().actions());
        court = now;
      }
      return now;
    }

    private PolicyCache policies(PolicySet wanted) {
      PolicyCache open = policies;
      if (open == null) {
        open = new PolicyCache(wanted, settings.cacheEntries(), violations);
        policies = open;
      } else {
        open.use(wanted);
      }
      return open;
    }

    /**
     * Returns the level of a tick: an unknown risk is critical, and an emergency if it stays
     * unknown.
     */
    private int level(int measured) {
      unknown = measured < 0 ? unknown + 1 : 0;
      if (measured >= 0) {
        return measured;
      }
      return unknown >= settings.unknownTicks() ? EMERGENCY : CRITICAL;
    }

    private static Decision byLevel(Phase phase, int level) {
      Decision byRisk =
          switch (level) {
            case 0 -> Decision.ACCEPT;
            case 1 -> Decision.MONITOR;
            default -> Decision.REJECT;
          };
      return switch (phase) {
        case NONE -> byRisk;
        case ACTIVE -> Decision.EMERGENCY;
        case RECOVERY -> byRisk.or(Decision.MONITOR);
      };
    }
  }
}
