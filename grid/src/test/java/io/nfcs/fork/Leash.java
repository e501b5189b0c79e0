package io.nfcs.fork;

import java.util.ArrayList;
import java.util.List;

/**
 * A command that is killed within about a second when this JVM has ended, whatever ended it: a
 * process that writes until a test kills it would otherwise fill the disk once nobody does.
 */
public final class Leash {
  /** The process that watches is another one, so that the command has the id of its process. */
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

  /** The command as it is to be started. */
  public static List<String> on(List<String> command) {
    List<String> leashed =
        new ArrayList<>(
            List.of("sh", "-c", SCRIPT, "leash", Long.toString(ProcessHandle.current().pid())));
    leashed.addAll(command);
    return leashed;
  }
}
