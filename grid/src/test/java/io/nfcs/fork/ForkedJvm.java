package io.nfcs.fork;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM like that of the test: its class path, and the flags of {@code config/jvm.options}. It ends
 * with the test's, as {@link Leash} has it.
 */
public final class ForkedJvm {
  private ForkedJvm() {}

  /**
   * A process, yet to be started, that ends or is killed within seconds, and so has the flags of
   * {@code config/jvm-brief.options} too.
   */
  public static ProcessBuilder brief(String main, List<String> flags, String... arguments) {
    List<String> all = new ArrayList<>();
    all.add("@" + options("jvm-brief.options"));
    all.addAll(flags);
    return of(main, all, arguments);
  }

  /**
   * A process that is yet to be started.
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
