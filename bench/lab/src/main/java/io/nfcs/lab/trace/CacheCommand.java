package io.nfcs.lab.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.ExitStatus;
import io.nfcs.command.Json;
import io.nfcs.command.LiveLine;
import io.nfcs.command.Subcommand;
import io.nfcs.command.TextTable;
import io.nfcs.config.ConfigException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nfcs cache}: evaluates the eviction of the caches. */
@Command(
    name = "cache",
    description = "Evaluate the eviction of the caches.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(hitrate)")
public final class CacheCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "hitrate",
      description = "Hit rate on a recorded trace, beside LRU, Caffeine and the optimum.",
      mixinStandardHelpOptions = true)
  int hitrate(
      @Option(
              names = "--trace",
              required = true,
              paramLabel = "F",
              description = "Keys of 4 bytes, big-endian; .xz is decompressed.")
          Path file,
      @Option(
              names = "--size",
              required = true,
              paramLabel = "N",
              description = "Entries of the cache.")
          int size,
      @Option(names = "--json", description = "Print one JSON object.") boolean json) {
    if (size < 1 || size > Integer.MAX_VALUE / 2) {
      throw new ConfigException("--size " + size + ": allowed 1.." + Integer.MAX_VALUE / 2);
    }
    TraceHitRate result;
    try (LiveLine line = LiveLine.onTerminal()) {
      line.show("reading " + file);
      Trace trace = Trace.read(file);
      result = TraceHitRate.of(trace, size, line::show);
    }
    spec.commandLine().getOut().println(json ? json(result) : table(result));
    return ExitStatus.OK;
  }

  private static String json(TraceHitRate result) {
    ObjectNode object = Json.object();
    object.put("requests", result.requests());
    Json.number(object, "hit_rate", rounded(result.hitRate()));
    Json.number(object, "lru", rounded(result.lru()));
    Json.number(object, "optimal", rounded(result.optimal()));
    Json.number(object, "caffeine", rounded(result.caffeine()));
    Json.number(object, "predicted", rounded(result.predicted()));
    return Json.text(object);
  }

  private static String table(TraceHitRate result) {
    return new TextTable()
            .row("hit rate", "%")
            .row("ours", percent(result.hitRate()))
            .row("predicted", percent(result.predicted()))
            .row("Caffeine", percent(result.caffeine()))
            .row("LRU", percent(result.lru()))
            .row("optimal", percent(result.optimal()))
        + String.format(Locale.ROOT, "%d requests", result.requests());
  }

  private static double rounded(double percent) {
    return Math.round(percent * 100) / 100.0;
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
