package io.nfcs.constitution;

import io.nfcs.config.ConfigException;
import io.nfcs.fuzz.Fuzzing;
import io.nfcs.tick.Payload;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Policies and actions that Jazzer derives from valid ones, a minute each. */
@Tag("torture")
@Timeout(300)
class PolicyFuzzTest {
  @TempDir Path folder;

  @Test
  void shouldReadOrRefuseAnyPolicies() throws Exception {
    Path policies = Path.of(System.getProperty("nfcs.root"), "config", "policies");
    Fuzzing.run(Policies.class, folder, policies);
  }

  @Test
  void shouldReadOrRefuseAnyActions() throws Exception {
    Path actions = Files.createDirectory(folder.resolve("actions"));
    Files.writeString(
        actions.resolve("one"),
        "read risk_level=0.5 logged=true\n\nwrite data_retention_days=7 risk_level=1e-3\r\n");
    Fuzzing.run(Actions.class, folder, actions);
  }

  /**
   * Texts of policies: either the set is equal to the one of its own text, or the error names the
   * file.
   */
  static final class Policies {
    private Policies() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
      PolicySet policies;
      try {
        policies = PolicySet.parse("p.yaml", new String(data, StandardCharsets.UTF_8));
      } catch (ConfigException e) {
        if (!String.valueOf(e.getMessage()).contains("p.yaml")) {
          throw e;
        }
        return;
      }
      if (PolicySet.parse("again", policies.text()).digest() != policies.digest()) {
        throw new IllegalStateException("another set: " + policies.text());
      }
    }
  }

  /** Actions: each line is an action or has an error, and yields a decision. */
  static final class Actions {
    private static final int BYTES = 65_536;
    private static final PolicySet POLICIES = PolicySet.builtIn();
    private static final PolicyContext CONTEXT = POLICIES.newContext();
    private static final Payload PAYLOAD =
        new TickInput(new TickShape(List.of(), List.of(), BYTES)).actions();
    private static final ActionReader READER = new ActionReader(CONTEXT, PAYLOAD);

    private Actions() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
      PAYLOAD.set(new UnsafeBuffer(data), 0, Math.min(data.length, BYTES));
      READER.begin(PAYLOAD);
      int lines = 0;
      while (READER.next()) {
        if (++lines > BYTES) {
          throw new IllegalStateException("lines without end");
        }
        if (READER.error() == null) {
          POLICIES.evaluate(CONTEXT);
        }
      }
    }
  }
}
