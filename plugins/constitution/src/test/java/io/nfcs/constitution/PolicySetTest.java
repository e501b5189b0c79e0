package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that are read, and those refused with their place. */
@Timeout(60)
class PolicySetTest {
  private static final String CONTEXT =
      """
      context:
        risk: {type: double}
        harm: {type: bool, by_default: 'false'}
        days: {type: int, by_default: '0'}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          risk <=            | p.yaml:7:24 | mismatched input
          risk <= 0.8 &&&    | p.yaml:7:31 | token recognition error
          danger <= 0.8      | p.yaml:7:17 | undeclared reference to 'danger'
          risk <= 'high'     | p.yaml:7:22 | no matching overload
          harm + 1 > 0       | p.yaml:7:22 | no matching overload
          risk               | p.yaml:7:17 | bool
          [1, 2].all(x, x>0) | p.yaml:7:2  | undeclared reference
          harm && operation.matches('(((a{1000}){1000}){1000})') | p.yaml:7:43 | expected at most 1000
          operation.matches('(') | p.yaml:7:35 | not a pattern
          operation.matches(operation) | p.yaml:7:35 | not a text in quotes
          matches(operation, 'a' + 'b') | p.yaml:7:40 | not a text in quotes
          operation.matches(dyn('a')) | p.yaml:7:38 | not a text in quotes
          timestamp('yesterday') < timestamp('2026-01-01T00:00:00Z') | p.yaml:7:26 | fails always
          harm && duration('1 fortnight') > duration('1h') | p.yaml:7:33 | fails always
          int('seven') == days | p.yaml:7:20 | fails always
          """)
  void shouldSayWhereAConditionIsWrong(String condition, String place, String message) {
    String refused = refused(CONTEXT + policy("P", "condition: \"" + condition + "\""));
    assertTrue(refused.contains(place), refused);
    assertTrue(refused.contains("policies.P.condition"), refused);
    assertTrue(refused.contains(message), refused);
  }

  @Test
  void shouldRefuseWhatWouldTakeLong() {
    refused(
        CONTEXT
            + policy(
                "P", "condition: (operation" + " + operation".repeat(200) + ").contains('x')"));
    refused(CONTEXT + policy("P", "condition: days" + " + days".repeat(500) + " > 0"));
    String wide = "operation.matches('a{900}')";
    String twice = refused(CONTEXT + policy("P", "condition: \"" + wide + " && " + wide + "\""));
    assertTrue(twice.contains("steps, expected at most 200000"), twice);
    StringBuilder many = new StringBuilder(CONTEXT + "policies:\n");
    for (int i = 0; i < 300; i++) {
      many.append("  P" + i + ": {condition: \"operation.matches('a{99}')\"}\n");
    }
    String all = refused(many.toString());
    assertTrue(all.contains("with those before it"), all);
  }

  @Test
  void shouldMatchPatterns() {
    PolicySet policies =
        PolicySet.parse(
            "p.yaml",
            CONTEXT
                + policy("P", "condition: operation.matches('^(read|list)[.]') && days < 9")
                + "  Q: {condition: \"matches(operation, 'x')\"}\n");
    PolicyContext context = policies.newContext();
    assertEquals(
        List.of("Q"),
        policies.evaluate(context.begin("read.all")).violated().stream().map(Policy::id).toList());
    assertEquals(2, policies.evaluate(context.begin("unread.all")).violated().size());
    assertEquals(0, policies.evaluate(context.begin("read.x")).violated().size());
    assertThrows(IllegalArgumentException.class, () -> context.begin("x".repeat(129)));
  }

  @Test
  void shouldSayWhereAConditionOfManyLinesIsWrong() {
    String refused =
        refused(
            CONTEXT
                + """
                policies:
                  P:
                    condition: |
                      risk <= 0.8
                        && danger
                """);
    assertTrue(refused.contains("p.yaml:9:12"), refused);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          priority: 11           | p.yaml:7 | priority
          priority: high         | p.yaml:7 | priority
          type: friendly         | p.yaml:7 | type
          status: gone           | p.yaml:7 | status
          enforcement: 1.5       | p.yaml:7 | enforcement
          colour: red            | p.yaml:7 | colour
          """)
  void shouldSayWhichKeyIsWrong(String line, String place, String key) {
    String refused = refused(CONTEXT + policy("P", line) + "    condition: harm\n");
    assertTrue(refused.contains(place), refused);
    assertTrue(refused.contains(key), refused);
  }

  @Test
  void shouldRefuseAPolicyWithoutACondition() {
    String refused = refused(CONTEXT + policy("P", "priority: 3"));
    assertTrue(refused.contains("condition"), refused);
  }

  @Test
  void shouldRefuseTwoOfOneName() throws IOException {
    String refused =
        refused(CONTEXT + policy("P", "condition: harm") + "  P:\n    condition: '!harm'\n");
    assertTrue(refused.contains("p.yaml:8"), refused);
    Files.writeString(folder.resolve("a.yaml"), CONTEXT + policy("P", "condition: '!harm'"));
    Files.writeString(folder.resolve("b.yaml"), policy("P", "condition: '!harm'"));
    String between = refusedFolder();
    assertTrue(between.contains("b.yaml:2"), between);
    assertTrue(between.contains("a.yaml:6"), between);
  }

  @Test
  void shouldRefuseWhatHasNoEnd() throws IOException {
    String deep = "(".repeat(1000) + "harm" + ")".repeat(1000);
    assertTrue(refused(CONTEXT + policy("P", "condition: " + deep)).contains("P.condition"));
    String wide = "harm" + " || harm".repeat(10_000);
    String refused = refused(CONTEXT + policy("P", "condition: " + wide));
    assertTrue(refused.contains("80004 characters, allowed 4096"), refused);
    Files.writeString(folder.resolve("a.yaml"), "# " + "x".repeat(2 << 20));
    String file = refusedFolder();
    assertTrue(file.contains("a.yaml"), file);
    assertTrue(file.contains("allowed 1048576"), file);
  }

  @Test
  void shouldRefuseToHoldWithoutPolicies() throws IOException {
    assertTrue(refused(CONTEXT).contains("no policy is active"));
    assertTrue(
        refused(CONTEXT + policy("P", "condition: harm\n    status: suspended"))
            .contains("no policy is active"));
    Files.createDirectories(folder.resolve("empty"));
    assertThrows(ConfigException.class, () -> PolicySet.load(folder.resolve("empty")));
    assertThrows(ConfigException.class, () -> PolicySet.load(folder.resolve("missing")));
  }

  @Test
  void shouldRefuseKeysThatAreNone() {
    String key = refused("context:\n  Risk: {type: double}\n" + policy("P", "condition: 'true'"));
    assertTrue(key.contains("p.yaml:2"), key);
    String type = refused("context:\n  risk: {type: text}\n" + policy("P", "condition: 'true'"));
    assertTrue(type.contains("p.yaml:2"), type);
    String fallback =
        refused(
            "context:\n  risk: {type: double, by_default: NaN}\n"
                + policy("P", "condition: risk < 1.0"));
    assertTrue(fallback.contains("risk: NaN, allowed: a finite number"), fallback);
  }

  @Test
  void shouldComeBackFromItsText() {
    PolicySet policies = PolicySet.builtIn();
    PolicySet again = PolicySet.parse("again", policies.text());
    assertEquals(policies.text(), again.text());
    assertEquals(policies.digest(), again.digest());
    assertEquals(policies.policies(), again.policies());
    assertEquals(policies.keys(), again.keys());
  }

  @Test
  void shouldApplyActivePoliciesOnlyTheHighestPriorityFirst() {
    PolicySet policies =
        PolicySet.parse(
            "p.yaml",
            CONTEXT
                + """
                policies:
                  LOW: {priority: 1, condition: harm, enforcement: 0.0}
                  OLD: {priority: 10, condition: harm, status: deprecated}
                  HIGH: {priority: 9, condition: harm, enforcement: 0.5}
                  OTHER: {priority: 8, condition: harm, operations: [write]}
                """);
    Verdict verdict = policies.evaluate(policies.newContext().begin("read"));
    assertEquals(List.of("HIGH", "LOW"), verdict.violated().stream().map(Policy::id).toList());
    assertEquals(Decision.MONITOR, verdict.decision());
    assertEquals(3, policies.evaluate(policies.newContext().begin("write")).violated().size());
  }

  private static String policy(String id, String line) {
    return "policies:\n  " + id + ":\n    " + line + "\n";
  }

  private String refusedFolder() {
    return assertThrows(ConfigException.class, () -> PolicySet.load(folder)).toString();
  }

  private static String refused(String text) {
    return assertThrows(ConfigException.class, () -> PolicySet.parse("p.yaml", text)).toString();
  }
}
