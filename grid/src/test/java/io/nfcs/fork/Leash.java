package io.nfcs.fork;

import java.util.ArrayList;
import java.util.List;

/**
 * A command that is killed within about a second after any end of this JVM: a process that writes
 * until a test kills it would otherwise fill the disk.
 */
public final class Leash {
  /**
   * Script of the watching process, which is not the command's, so that the command has the id of
   * its process.
   */
  private static final String SCRIPT =
      """
      parent=$1
      shift
      (
        cd /
        while kill -0 "$parent" && kill -0 $$; do sleep 1; done
        kill -0 "$parent" || kill -9 $$
      ) </dev/null >/dev/null 2>&1 &
      exec "$@"
      """;

  private Leash() {}

  /** Returns the command to be started. */
  public static List<String> on(List<String> command) {
    List<String> leashed =
        new ArrayList<>(
            List.of("sh", "-c", SCRIPT, "leash", Long.toString(ProcessHandle.current().pid())));
    leashed.addAll(command);
    return leashed;
  }
}
