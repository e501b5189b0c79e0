package io.nfcs.command;

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
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that {@code nfcs bench} refuses. */
@Timeout(60)
class BenchCommandTest {
  @TempDir private Path folder;

  @Test
  void shouldRefuseAListBesideAPlot() {
    String error = refused(plot("--list"));
    assertTrue(error.contains("Error: --list and [--jmh="), error);
    assertTrue(error.contains("mutually exclusive"), error);
    assertTrue(error.contains("Usage: nfcs bench"), error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache", "history"})
  void shouldRefuseAComponentBesideAPlot(String what) {
    for (List<String> arguments :
        List.of(plot(what), Stream.concat(plot().stream(), Stream.of(what)).toList())) {
      String error = refused(arguments);
      assertTrue(error.contains("Error: WHAT and --jmh are mutually exclusive"), error);
      assertTrue(error.contains("Usage: nfcs bench"), error);
    }
  }

  @Test
  void shouldRefuseAComponentBesideAList() {
    for (List<String> arguments :
        List.of(List.of("bench", "cache", "--list"), List.of("bench", "--list", "cache"))) {
      String error = refused(arguments);
      assertTrue(error.contains("Error: WHAT and --list are mutually exclusive"), error);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--set=loop.hz=1", "--config=nfcs.yaml", "--history=runs.jsonl"})
  void shouldRefuseWhatHasNoEffectOnAList(String option) {
    assertEquals(
        "nfcs: " + option.replaceFirst("=.*", "") + " has no effect with --list\n",
        refused(List.of("bench", "--list", option)));
  }

  @Test
  void shouldRefuseAFileWithoutAName() {
    assertEquals(
        "nfcs: --jmh is empty; expected the name of a file\n",
        refused(List.of("bench", "--jmh", "", "--report", "growth.html")));
    assertEquals(
        "nfcs: --report is empty; expected the name of a file\n",
        refused(List.of("bench", "--jmh", "jmh.json", "--report", "")));
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
