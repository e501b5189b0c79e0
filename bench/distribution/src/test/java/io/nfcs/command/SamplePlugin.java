package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.config.PluginJar;
import io.nfcs.house.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The plugin of {@code plugins/README.md}, built into a jar from nothing but its text. */
final class SamplePlugin {
  private static final Pattern BLOCK = Pattern.compile("```(java|yaml)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FILE = Pattern.compile("\\| `(META-INF/[^`]+)` \\| `([^`]+)` \\|");
  private static final Pattern TYPE =
      Pattern.compile("package ([\\w.]+);.*?public final class (\\w+)", Pattern.DOTALL);

  private final List<String> sources = new ArrayList<>();
  private final Map<String, byte[]> entries = new TreeMap<>();
  private String configuration = "";

  SamplePlugin() throws IOException {
    String readme = Files.readString(Sources.ROOT.resolve("plugins/README.md"));
    Matcher block = BLOCK.matcher(readme);
    while (block.find()) {
      if (block.group(1).equals("java")) {
        sources.add(block.group(2));
      } else {
        configuration = block.group(2);
      }
    }
    Matcher file = FILE.matcher(readme);
    while (file.find()) {
      entries.put(file.group(1), (file.group(2) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Returns the configuration that switches it on, with the folder of its jar. */
  String configuration(Path jars) {
    return configuration.replace("plugins.d", jars.toString());
  }

  /** Compiles it into a folder against the jars of grid and pipeline alone, and writes its jar. */
  void writeJar(Path jar, Path classes) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-cp", published(), "-d", classes.toString()));
    for (String source : sources) {
      Matcher type = TYPE.matcher(source);
      assertEquals(true, type.find(), source);
      Path file = classes.resolve(type.group(2) + ".java");
      arguments.add(Files.writeString(file, source).toString());
    }
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new)));
    try (Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(each -> each.toString().endsWith(".class")).toList()) {
        entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    PluginJar.write(jar, entries);
  }

  private static String published() throws IOException {
    try (Stream<Path> jars = Files.list(Sources.ROOT.resolve("bench/distribution/target/lib"))) {
      return jars.filter(jar -> jar.getFileName().toString().matches("nfcs-(grid|pipeline)-.*jar"))
          .map(Path::toString)
          .collect(Collectors.joining(":"));
    }
  }
}
