package io.nfcs.command;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.fork.Leash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged command in a process of its own, as a user starts it. */
final class NfcsProcess {
  static final Path ROOT = Path.of(System.getProperty("nfcs.root"));

  private static final long POLL_MILLIS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path out;
  private final Path err;

  private NfcsProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static NfcsProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /** Starts the command; its output goes to {@code folder}. */
  static NfcsProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("bench/nfcs").toString());
    command.addAll(Arrays.asList(arguments));
    if (arguments[0].equals("run")
        && command.stream().noneMatch(one -> one.contains("monitor.port"))) {
      // other tests run at the same time
      command.addAll(List.of("--set", "monitor.port=0"));
    }
    Path out = Files.createTempFile(folder, "nfcs", ".out");
    Path err = Files.createTempFile(folder, "nfcs", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(Leash.on(command))
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("NFCS_NO_BUILD", "1");
    builder.environment().putAll(environment);
    return new NfcsProcess(builder.start(), out, err);
  }

  /** Waits for the end and returns the exit status. */
  int await(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running after " + seconds + " s: " + this);
    }
    return process.exitValue();
  }

  /** Returns whether the process ends by itself within the time. */
  boolean awaitExit(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns the peak of its resident memory, 0 where the system does not provide it. */
  long peakKib() {
    try (Stream<String> status =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return status
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException ended) {
      return 0;
    }
  }

  /** Returns whether a text appears on standard error within the time. */
  boolean awaitError(String text, Duration time) throws IOException, InterruptedException {
    for (long waited = 0; waited < time.toMillis(); waited += POLL_MILLIS) {
      if (err().contains(text)) {
        return true;
      }
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return err().contains(text);
      }
    }
    return false;
  }

  /** Asks it to end (SIGTERM), as the system does when it goes down. */
  void interrupt() {
    process.destroy();
  }

  /** Kills it without notice (SIGKILL). */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Returns the standard output as the one JSON object it must be. */
  JsonNode json() throws IOException {
    return JSON.readerFor(JsonNode.class)
        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readValue(out());
  }

  @Override
  public String toString() {
    try {
      return process.info() + "\nstdout:\n" + out() + "\nstderr:\n" + err();
    } catch (IOException e) {
      return process.info() + " " + e;
    }
  }
}
