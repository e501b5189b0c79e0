package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PolicyCacheTest {
  private static final String MIXED =
      """
      context:
        a: {type: double, by_default: '0'}
        b: {type: double}
        n: {type: int, by_default: '0'}
        m: {type: int}
        x: {type: bool, by_default: 'false'}
      policies:
        CUTS: {condition: a <= 0.5 && 0.25 < a && n != 3, enforcement: 0.5}
        WHOLE: {condition: a + b > 1.0}
        INTS: {condition: m * 2 < 7 || n >= 3.5, operations: [read, write]}
        SAME: {condition: a == 0.0 || x, enforcement: 0.1}
        NAMED: {condition: operation != 'write' || x}
        IN: {condition: 'n in [1, 2, 3] || m > 0', operations: [write]}
      """;

  @TempDir Path folder;

  private final ViolationLog log = new ViolationLog(1024, SystemNanoClock.INSTANCE);

  /** Values lie on, just below and just above the numbers of the conditions. */
  @Test
  void shouldDecideAsIfItKnewNothing() {
    PolicySet policies = PolicySet.parse("mixed", MIXED);
    PolicyCache cache = new PolicyCache(policies, 10_000, log);
    SplittableRandom random = new SplittableRandom(5);
    PolicyContext context = policies.newContext();
    for (int i = 0; i < 50_000; i++) {
      fill(context, random);
      Verdict cached = cache.decide(context);
      Verdict evaluated = policies.evaluate(context);
      assertEquals(evaluated.decision(), cached.decision());
      assertEquals(evaluated.violated(), cached.violated());
      assertEquals(evaluated.deciding(), cached.deciding());
    }
    PolicyStatistics statistics = cache.statistics();
    assertTrue(statistics.hits() > 20_000, statistics::toString);
    assertEquals(50_000, statistics.decisions());
    assertEquals(
        statistics.decisions(), statistics.hits() + statistics.misses() + statistics.evaluated());
  }

  @Test
  void shouldTellOfEveryCountThatIsWrong() throws ReflectiveOperationException {
    PolicySet policies = PolicySet.parse("mixed", MIXED);
    PolicyCache cache = new PolicyCache(policies, 100, log);
    PolicyContext context = policies.newContext();
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 100; i++) {
      fill(context, random);
      cache.decide(context);
      cache.evaluate(context);
    }
    assertEquals(0, cache.statistics().residue());
    for (String name : List.of("decisions", "hits", "misses", "evaluated")) {
      Field field = PolicyCache.class.getDeclaredField(name);
      field.setAccessible(true);
      LongAdder count = (LongAdder) field.get(cache);
      for (int by : new int[] {1, -1}) {
        count.add(by);
        assertEquals(1, Math.abs(cache.statistics().residue()), name);
        count.add(-by);
        assertEquals(0, cache.statistics().residue(), name);
      }
    }
  }

  @Test
  void shouldKnowContextsThatDifferOnlyWhereNoPolicyLooks() {
    PolicySet policies = PolicySet.builtIn();
    PolicyCache cache = new PolicyCache(policies, 100, log);
    PolicyContext context = policies.newContext();
    Verdict first = cache.decide(context.begin("a").set("risk_level", "0.1"));
    assertSame(first, cache.decide(context.begin("b").set("risk_level", "0.7999")));
    assertSame(
        first, cache.decide(context.begin("a").set("risk_level", "0.2").set("unsafe_tokens", "1")));
    assertNotSame(first, cache.decide(context.begin("a").set("risk_level", "0.8")));
    assertNotSame(first, cache.decide(context.begin("tick").set("risk_level", "0.1")));
  }

  @Test
  void shouldRecordViolationsOfKnownVerdictsToo() {
    PolicySet policies = PolicySet.builtIn();
    PolicyCache cache = new PolicyCache(policies, 100, log);
    PolicyContext context = policies.newContext().begin("a").set("risk_level", "0.9");
    for (int i = 0; i < 10; i++) {
      cache.decide(context);
    }
    List<Violation> last = log.last();
    assertEquals(10, log.count());
    assertEquals(10, last.stream().map(Violation::id).distinct().count());
    assertEquals(9, last.stream().filter(Violation::isCached).count());
    assertTrue(last.stream().allMatch(v -> v.policy().id().equals("FUND_001_SAFETY")));
  }

  @Test
  void shouldKeepNothingOfAnEmergency() {
    PolicySet policies = PolicySet.builtIn();
    PolicyCache cache = new PolicyCache(policies, 100, log);
    PolicyContext context = policies.newContext().begin("a").set("risk_level", "0.9");
    cache.evaluate(context);
    cache.evaluate(context);
    cache.decide(context);
    assertEquals(0, cache.statistics().hits());
    assertEquals(2, cache.statistics().evaluated());
    assertEquals(1, cache.statistics().misses());
    assertEquals(3, log.count());
  }

  @Test
  void shouldForgetAllWithOtherPoliciesAndNothingWithBadOnes() throws IOException {
    Path file = folder.resolve("p.yaml");
    Files.writeString(file, limit(1));
    PolicyCache cache = new PolicyCache(PolicySet.load(folder), 100, log);
    PolicyContext context = cache.policies().newContext().begin("a").set("x", "1.5");
    assertEquals(Decision.REJECT, cache.decide(context).decision());
    assertFalse(cache.reload(folder));
    assertEquals(1, cache.epoch());
    Files.writeString(file, limit(2));
    assertTrue(cache.reload(folder));
    assertEquals(Decision.ACCEPT, cache.decide(context).decision());
    assertEquals(2, cache.decide(context).epoch());
    Files.writeString(file, limit(3) + "  Q: {condition: y > 1.0}\n");
    ConfigException refused = assertThrows(ConfigException.class, () -> cache.reload(folder));
    assertTrue(refused.toString().contains("p.yaml:5:18"), refused::toString);
    assertEquals(2, cache.epoch());
    assertEquals(Decision.ACCEPT, cache.decide(context).decision());
  }

  /** A context made for the former policies continues with those keys that both have. */
  @Test
  void shouldTakeContextsOfFormerPolicies() {
    PolicyCache cache = new PolicyCache(PolicySet.parse("1", limit(1)), 100, log);
    PolicyContext context = cache.policies().newContext().begin("a").set("x", "1.5");
    cache.use(
        PolicySet.parse(
            "2",
            """
            context: {w: {type: bool, by_default: 'true'}, x: {type: double}}
            policies: {P: {condition: w && x <= 1.5}}
            """));
    assertEquals(Decision.ACCEPT, cache.decide(context).decision());
    assertEquals(Decision.REJECT, cache.decide(context.set("x", "1.6")).decision());
  }

  @Test
  void shouldKeepNoMoreThanItMay() {
    PolicySet policies =
        PolicySet.parse(
            "p", "context: {x: {type: double}}\npolicies: {P: {condition: x * x < 2.0}}\n");
    PolicyCache cache = new PolicyCache(policies, 10, log);
    PolicyContext context = policies.newContext();
    for (int i = 0; i < 1000; i++) {
      double x = i / 100.0;
      Decision expected = x * x < 2 ? Decision.ACCEPT : Decision.REJECT;
      assertEquals(
          expected, cache.decide(context.begin("a").set(context.index("x"), x)).decision());
    }
    assertEquals(1000, cache.statistics().misses());
  }

  @Test
  void shouldAllocateNothingForWhatItKnows() {
    PolicySet policies = PolicySet.builtIn();
    PolicyCache cache = new PolicyCache(policies, 100, log);
    PolicyContext context = policies.newContext();
    int risk = context.index("risk_level");
    int harm = context.index("potential_harm");
    Set<Long> perRound = new HashSet<>();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = 0; round < 8; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        context.begin("action").set(risk, (i & 7) * 0.125).set(harm, (i & 8) != 0);
        cache.decide(context);
      }
      perRound.add((threads.getCurrentThreadAllocatedBytes() - before) / 20_000);
    }
    assertTrue(perRound.contains(0L), perRound::toString);
  }

  private static String limit(int largest) {
    return "context:\n  x: {type: double}\npolicies:\n  P: {condition: x <= " + largest + ".0}\n";
  }

  private static void fill(PolicyContext context, SplittableRandom random) {
    double[] doubles = {0, -0.0, 0.25, 0.5, 1, Math.nextUp(0.25), Math.nextDown(0.5), 0.3, -7};
    context.begin(List.of("read", "write", "list").get(random.nextInt(3)));
    for (String key : List.of("a", "b")) {
      if (random.nextInt(4) > 0) {
        context.set(context.index(key), doubles[random.nextInt(doubles.length)]);
      }
    }
    for (String key : List.of("n", "m")) {
      if (random.nextInt(4) > 0) {
        context.set(context.index(key), (long) random.nextInt(-2, 6));
      }
    }
    if (random.nextBoolean()) {
      context.set(context.index("x"), random.nextBoolean());
    }
  }
}
