package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageSetTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void shouldCloseTheOtherStagesIfOneDoesNotClose() {
    StageGraph graph = StageGraph.of(Map.of("a", List.of(), "b", List.of("a"), "c", List.of("b")));
    List<Stage> stages = graph.order().stream().<Stage>map(Stubborn::new).toList();
    StageSet set =
        new StageSet(
            Plugins.open(NfcsConfig.parse("test", "")),
            new StageChain.Stages(graph, new TickShape(graph.order(), List.of(), 0), stages));
    StageContext context =
        (StageContext)
            Proxy.newProxyInstance(
                StageSetTest.class.getClassLoader(),
                new Class<?>[] {StageContext.class},
                (_, _, _) -> null);
    stages.forEach(stage -> set.open(stage, context));
    Exception failure = assertThrows(IllegalStateException.class, set::close);
    assertEquals("c does not close", failure.getMessage());
    assertEquals(2, failure.getSuppressed().length);
    assertEquals(List.of("c", "b", "a"), closed);
  }

  private final class Stubborn implements Stage {
    private final String name;

    Stubborn(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void open(StageContext context) {}

    @Override
    public void run(Tick tick) {}

    @Override
    public void close() {
      closed.add(name);
      throw new IllegalStateException(name + " does not close");
    }
  }
}
