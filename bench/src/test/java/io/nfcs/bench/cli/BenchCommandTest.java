package io.nfcs.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code nfcs bench} refuses. */
@Timeout(60)
class BenchCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"cache, WHAT", "history, WHAT", "--list, --list"})
  void shouldRefuseAnotherTaskBesideAPlot(String task, String name) {
    String error = refused(plot(task));
    assertTrue(error.contains("Error: " + name + " and [--jmh="), error);
    assertTrue(error.contains("mutually exclusive"), error);
    assertTrue(error.contains("Usage: nfcs bench"), error);
  }

  @Test
  void shouldRefuseAComponentAfterAPlot() {
    String error = refused(Stream.concat(plot().stream(), Stream.of("cache")).toList());
    assertTrue(error.contains("Unmatched argument at index 5: 'cache'"), error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--set=loop.hz=1", "--config=nfcs.yaml", "--history=runs.jsonl"})
  void shouldRefuseWhatHasNoEffectOnAPlot(String option) {
    assertEquals(
        "nfcs: " + option.replaceFirst("=.*", "") + " has no effect with --jmh\n",
        refused(plot(option)));
  }

  private List<String> plot(String... first) {
    return Stream.concat(
            Stream.concat(Stream.of("bench"), Stream.of(first)),
            Stream.of(
                "--jmh",
                folder.resolve("jmh.json").toString(),
                "--report",
                folder.resolve("growth.html").toString()))
        .toList();
  }

  private static String refused(List<String> arguments) {
    StringWriter err = new StringWriter();
    int status =
        NfcsCommand.commandLine()
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    assertEquals(ExitStatus.UNUSABLE, status, err::toString);
    return err.toString();
  }
}
