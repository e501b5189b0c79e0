package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** A command line that has only the command it is asked for. */
@Timeout(60)
class NfcsCommandTest {
  @Test
  void shouldHaveTheCommandThatIsNamedAsAmongAll() {
    Map<String, CommandLine> all = NfcsCommand.commandLine().getSubcommands();
    assertTrue(all.size() > 10, all::toString);
    all.forEach((name, command) -> {
      Map<String, CommandLine> alone = NfcsCommand.commandLine(name).getSubcommands();
      assertEquals(Set.of(name), alone.keySet());
      CommandLine only = Objects.requireNonNull(alone.get(name));
      assertEquals(command.getUsageMessage(), only.getUsageMessage());
    });
  }

  @Test
  void shouldHaveAllIfNoneIsNamed() {
    Set<String> all = NfcsCommand.commandLine().getSubcommands().keySet();
    assertEquals(all, NfcsCommand.commandLine("--help").getSubcommands().keySet());
    assertEquals(all, NfcsCommand.commandLine("journl").getSubcommands().keySet());
  }
}
