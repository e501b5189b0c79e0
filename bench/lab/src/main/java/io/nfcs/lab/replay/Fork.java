package io.nfcs.lab.replay;

import io.nfcs.config.ConfigException;
import io.nfcs.pipeline.Pace;
import io.nfcs.pipeline.replay.Window;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The parent's end of a {@link ReplayFork}.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> the process. <b>Fails</b> with a {@link ConfigException} that
 * has the last lines the process printed.
 */
final class Fork implements AutoCloseable {
  private static final int LAST_LINES = 12;
  private static final long GRACE_SECONDS = 10;

  private final Process process;
  private final Path log;
  private final DataInputStream in;
  private final DataOutputStream out;

  private Fork(Process process, Path log) {
    this.process = process;
    this.log = log;
    in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    out = new DataOutputStream(process.getOutputStream());
  }

  /**
   * Starts a process; its output goes to a file of its own.
   *
   * @param logs folder of that file
   */
  static Fork start(Variant variant, Path journal, long run, List<Window> windows, Path logs)
      throws IOException {
    Path log = Files.createTempFile(logs, "jvm", ".log");
    long ticks = windows.stream().mapToLong(Window::ticks).sum();
    List<String> command =
        new ArrayList<>(
            List.of(
                variant.java().resolve("bin/java").toString(),
                "@" + variant.jvmOptions(),
                "-cp",
                variant.classPath(),
                ReplayFork.class.getName(),
                journal.toString(),
                variant.configuration().toString(),
                Long.toString(ticks),
                Long.toString(run)));
    if (!windows.equals(List.of(new Window(0, ticks - 1)))) {
      command.add(Window.text(windows));
    }
    return new Fork(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  /** Waits until the process is ready. */
  Identity identity() throws IOException {
    try {
      if (in.readByte() == ReplayFork.REFUSED) {
        throw new ConfigException(in.readUTF());
      }
      return Identity.read(in);
    } catch (EOFException ended) {
      throw died();
    }
  }

  /**
   * Begins to execute a pass, and does not wait for it; {@link #end} must follow before another.
   */
  void begin(Pace pace) throws IOException {
    out.writeUTF(pace.name());
    out.flush();
  }

  /** Waits for the pass that was begun. */
  Pass end() throws IOException {
    try {
      long divergedAt = in.readLong();
      return new Pass(divergedAt, PassTimes.read(in));
    } catch (EOFException ended) {
      throw died();
    }
  }

  /** Ends the process by the end of its input; after ten seconds by force. */
  @Override
  public void close() throws IOException {
    out.close();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private ConfigException died() throws IOException {
    close();
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      String last =
          String.join("\n  ", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
      return new ConfigException(
          "a JVM of the benchmark ended with status "
              + process.onExit().join().exitValue()
              + "; its last lines:\n  "
              + last);
    }
  }

  /**
   * One pass.
   *
   * @param divergedAt first tick whose digest is not the journal's, -1 if there is none
   * @param times times of all ticks
   */
  record Pass(long divergedAt, PassTimes times) {}

  /**
   * Properties of a fork.
   *
   * @param ticks ticks of a pass
   * @param stages names of the stages
   * @param codeVersion version of its code
   * @param environment fingerprint of its machine and JVM
   */
  record Identity(
      int ticks, List<String> stages, String codeVersion, Map<String, String> environment) {
    static Identity read(DataInputStream in) throws IOException {
      int ticks = in.readInt();
      List<String> stages = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        stages.add(in.readUTF());
      }
      String version = in.readUTF();
      Map<String, String> environment = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        environment.put(in.readUTF(), in.readUTF());
      }
      return new Identity(ticks, stages, version, environment);
    }
  }
}
