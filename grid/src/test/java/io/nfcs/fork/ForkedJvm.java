package io.nfcs.fork;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM like that of the test: its class path, and the flags of {@code config/jvm.options}. It ends
 * with the test's JVM, by {@link Leash}.
 */
public final class ForkedJvm {
  private ForkedJvm() {}

  /**
   * Returns a builder of a process that ends or is killed within seconds, and so has the flags of
   * {@code config/jvm-brief.options} too.
   */
  public static ProcessBuilder brief(String main, List<String> flags, String... arguments) {
    List<String> all = new ArrayList<>();
    all.add("@" + options("jvm-brief.options"));
    all.addAll(flags);
    return of(main, all, arguments);
  }

  /**
   * Returns a builder of a process.
   *
   * @param main name of its main class
   * @param flags of the JVM, which prevail
   * @param arguments of the main class
   */
  public static ProcessBuilder of(String main, List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("@" + options("jvm.options"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(Leash.on(command));
  }

  private static Path options(String file) {
    return Path.of(System.getProperty("nfcs.root"), "config", file);
  }
}
