package io.nfcs.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageGraphTest {
  @Test
  void shouldOrderStagesAfterThoseTheyNeedAndElseAsDeclared() {
    StageGraph graph =
        StageGraph.of(
            declared("risk:cgl,kuramoto", "cgl:", "esc:", "kuramoto:", "constitution:risk"));
    assertEquals(List.of("cgl", "esc", "kuramoto", "risk", "constitution"), graph.order());
    assertEquals(0b00000, graph.dependencies(0));
    assertEquals(0b00101, graph.dependencies(3));
    assertEquals(0b01000, graph.dependencies(4));
  }

  @Test
  void shouldNameTheCycle() {
    assertMessage(
        "stages run after each other in a cycle: b -> d -> c -> b",
        declared("a:", "b:a,d", "c:b", "d:c"));
    assertMessage("stages run after each other in a cycle: a -> a", declared("a:a"));
  }

  @Test
  void shouldNameAStageThatIsNotDeclared() {
    assertMessage(
        "stage b runs after x, which is not a stage, allowed [a, b]", declared("a:", "b:x"));
  }

  private static void assertMessage(String message, Map<String, List<String>> declared) {
    Exception refused = assertThrows(IllegalArgumentException.class, () -> StageGraph.of(declared));
    assertEquals(message, refused.getMessage());
  }

  private static Map<String, List<String>> declared(String... stages) {
    Map<String, List<String>> declared = new LinkedHashMap<>();
    for (String stage : stages) {
      int colon = stage.indexOf(':');
      String after = stage.substring(colon + 1);
      declared.put(
          stage.substring(0, colon), after.isEmpty() ? List.of() : List.of(after.split(",")));
    }
    return declared;
  }
}
