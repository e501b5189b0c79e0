package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.command.CommandOutput;
import io.nfcs.lab.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Declarations of a stage appear everywhere without a line outside its own source: two results and
 * a parameter of {@link io.nfcs.distribution.loop.HeatStage}, which nothing else here knows.
 */
@Timeout(120)
class QuantitiesTest {
  private static final String STAGES = "{cgl: [], kuramoto: [], heat: [], risk: [cgl, kuramoto]}";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void shouldShowWhatAStageDeclaresEverywhere() throws Exception {
    int port = FreePort.find();
    Map<String, String> settings =
        Map.of("pipeline.stages", STAGES, "grid.thin_client_port", Integer.toString(port));
    try (MonitoredRun run = MonitoredRun.start(folder, settings);
        IgniteClient client =
            Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port))) {
      List<List<?>> rows;
      do {
        rows =
            client
                .query(
                    new SqlFieldsQuery(
                        "SELECT HEAT_DEGREES, HEAT_MOOD, HEAT_FLAME FROM TICK WHERE TICK = 3"))
                .getAll();
      } while (rows.isEmpty());
      assertEquals(List.of(List.of(21.0, 1L, 42.0)), rows);
      metrics(run.get("/metrics").body());
      page(MAPPER.readTree(run.get("/state").body()));
    }
    dump();
    dashboard();
  }

  private static void metrics(String text) {
    assertTrue(text.contains("# HELP nfcs_heat_degrees Temperature of the test.\n"), text);
    assertTrue(text.contains("# HELP nfcs_heat_mood What the test feels: 0 cool, 1 warm.\n"), text);
    assertTrue(text.contains("\nnfcs_heat_degrees 21.0\n"), text);
    assertTrue(text.contains("\nnfcs_heat_mood 1.0\n"), text);
    assertTrue(text.contains("\nnfcs_heat_flame 42.0\n"), text);
  }

  private static void page(JsonNode state) {
    List<String> names = state.at("/quantities").findValuesAsText("name");
    assertEquals(List.of("heat.degrees", "heat.mood", "kuramoto.coupling", "heat.flame"), names);
    assertEquals("celsius", state.at("/quantities/0/unit").asText());
    assertEquals("warm", state.at("/quantities/1/codes/1").asText());
    assertEquals("[21.0,1.0,1.0,42.0]", state.at("/ticks/0/values").toString());
  }

  private void dump() throws Exception {
    JsonNode tick =
        MAPPER
            .readTree(CommandOutput.of("journal", "dump", folder.toString(), "--json"))
            .at("/ticks/3");
    assertEquals(21, tick.at("/outcome/heat_degrees").asDouble());
    assertEquals(1, tick.at("/outcome/heat_mood").asInt());
    assertEquals(42, tick.at("/input/parameters/heat.flame").asDouble());
    assertTrue(tick.at("/outcome/order_parameter").asDouble() > 0);
  }

  private void dashboard() throws Exception {
    Path config =
        Files.writeString(folder.resolve("stages.yaml"), "pipeline: {stages: " + STAGES + "}\n");
    JsonNode board =
        MAPPER.readTree(CommandOutput.of("export", "dashboard", "--config", config.toString()));
    List<String> queries = board.findValuesAsText("expr");
    assertTrue(
        queries.containsAll(List.of("nfcs_heat_degrees", "nfcs_heat_mood", "nfcs_heat_flame")),
        queries::toString);
  }
}
