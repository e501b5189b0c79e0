package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies that come with the plugin, against a table and against the same rules in Java. */
@Timeout(60)
class FundamentalPoliciesTest {
  private final PolicySet policies = PolicySet.builtIn();
  private final PolicyContext context = policies.newContext();

  @ParameterizedTest
  @CsvSource({
    "risk_level=0.2, ACCEPT, ''",
    "risk_level=0.8, ACCEPT, ''",
    "risk_level=0.8000000000000002, REJECT, FUND_001_SAFETY",
    "risk_level=-0.0, ACCEPT, ''",
    "'', REJECT, FUND_001_SAFETY",
    "risk_level=0 potential_harm=true, REJECT, FUND_001_SAFETY",
    "risk_level=0 bias_detected=true, REJECT, FUND_003_AUTONOMY",
    "risk_level=0 fairness_score=0.6, ACCEPT, ''",
    "risk_level=0 fairness_score=0.5999, REJECT, FUND_003_AUTONOMY",
    "risk_level=0 manipulation_detected=true, REJECT, FUND_003_AUTONOMY",
    "risk_level=0 affects_user_decision=true, REJECT, FUND_003_AUTONOMY",
    "risk_level=0 affects_user_decision=true human_override_available=true, ACCEPT, ''",
    "risk_level=0 accesses_personal_data=true, REJECT, FUND_004_PRIVACY",
    "risk_level=0 accesses_personal_data=true user_consent=true, ACCEPT, ''",
    "risk_level=0 accesses_personal_data=true user_consent=true data_retention_days=365,"
        + " ACCEPT, ''",
    "risk_level=0 accesses_personal_data=true user_consent=true data_retention_days=366,"
        + " REJECT, FUND_004_PRIVACY",
    "risk_level=0 data_retention_days=9999, ACCEPT, ''",
    "risk_level=0 is_decision=true, REJECT, FUND_002_TRANSPARENCY",
    "risk_level=0 is_decision=true logged=true, ACCEPT, ''",
    "risk_level=0 requires_explanation=true, REJECT, FUND_002_TRANSPARENCY",
    "risk_level=0 requires_explanation=true explanation_available=true, ACCEPT, ''",
    "risk_level=1 is_decision=true bias_detected=true, REJECT,"
        + " FUND_001_SAFETY FUND_002_TRANSPARENCY FUND_003_AUTONOMY",
  })
  void shouldDecideAsTheTableSays(String values, Decision decision, String violated) {
    context.begin("action");
    Arrays.stream(values.split(" ", -1))
        .filter(value -> !value.isEmpty())
        .map(value -> value.split("=", 2))
        .forEach(value -> context.set(value[0], value[1]));
    Verdict verdict = policies.evaluate(context);
    assertEquals(decision, verdict.decision());
    assertEquals(violated, String.join(" ", ids(verdict.violated())));
  }

  @Test
  void shouldWatchTheTokensOfTheLoopOnly() {
    context.begin("tick").set("risk_level", "0").set("unsafe_tokens", "0.11");
    assertEquals(Decision.MONITOR, policies.evaluate(context).decision());
    context.begin("other").set("risk_level", "0").set("unsafe_tokens", "0.11");
    assertEquals(Decision.ACCEPT, policies.evaluate(context).decision());
  }

  @Test
  void shouldSayWhichPoliciesDecided() {
    context.begin("tick").set("risk_level", "0.9").set("unsafe_tokens", "0.5");
    Verdict verdict = policies.evaluate(context);
    assertEquals(List.of("FUND_001_SAFETY", "LOOP_001_TOKENS"), ids(verdict.violated()));
    assertEquals(List.of("FUND_001_SAFETY"), ids(verdict.deciding()));
  }

  @Test
  void shouldAgreeWithTheSameRulesInJava() {
    SplittableRandom random = new SplittableRandom(4);
    int violations = 0;
    for (int i = 0; i < 20_000; i++) {
      Facts facts = Facts.of(random);
      facts.tell(context.begin("action"));
      List<String> violated = ids(policies.evaluate(context).violated());
      assertEquals(facts.violated(), violated, facts::toString);
      violations += violated.size();
    }
    assertTrue(violations > 1000);
  }

  private static List<String> ids(List<Policy> violated) {
    return violated.stream().map(Policy::id).sorted().toList();
  }

  /** A context, and the four policies as a programmer would write them. */
  private record Facts(double risk, double fairness, long days, List<Boolean> flags) {
    private static final List<String> FLAGS =
        List.of(
            "potential_harm",
            "bias_detected",
            "accesses_personal_data",
            "user_consent",
            "affects_user_decision",
            "human_override_available",
            "manipulation_detected",
            "is_decision",
            "logged",
            "requires_explanation",
            "explanation_available");

    static Facts of(SplittableRandom random) {
      List<Boolean> flags = new ArrayList<>();
      FLAGS.forEach(flag -> flags.add(random.nextInt(3) == 0));
      double[] near = {0.8, 0.6, Math.nextUp(0.8), Math.nextDown(0.6), -0.0, random.nextDouble()};
      return new Facts(
          near[random.nextInt(near.length)],
          near[random.nextInt(near.length)],
          random.nextLong(363, 368),
          flags);
    }

    void tell(PolicyContext context) {
      context.set(context.index("risk_level"), risk);
      context.set(context.index("fairness_score"), fairness);
      context.set(context.index("data_retention_days"), days);
      FLAGS.forEach(flag -> context.set(context.index(flag), is(flag)));
    }

    List<String> violated() {
      List<String> violated = new ArrayList<>();
      if (risk > 0.8 || is("potential_harm")) {
        violated.add("FUND_001_SAFETY");
      }
      boolean isSecret = is("is_decision") && !is("logged");
      if (isSecret || (is("requires_explanation") && !is("explanation_available"))) {
        violated.add("FUND_002_TRANSPARENCY");
      }
      boolean isForced = is("affects_user_decision") && !is("human_override_available");
      if (isForced || is("manipulation_detected") || is("bias_detected") || fairness < 0.6) {
        violated.add("FUND_003_AUTONOMY");
      }
      if (is("accesses_personal_data") && (!is("user_consent") || days > 365)) {
        violated.add("FUND_004_PRIVACY");
      }
      return violated;
    }

    private boolean is(String flag) {
      return flags.get(FLAGS.indexOf(flag));
    }
  }
}
