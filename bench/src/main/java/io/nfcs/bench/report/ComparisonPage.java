package io.nfcs.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.bench.replay.Comparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A comparison as one page that needs nothing else: plots, tables, fingerprints and the verdict.
 *
 * <p><b>Threads.</b> Any.
 */
public final class ComparisonPage {
  private ComparisonPage() {}

  /** Writes the page. */
  public static void write(Comparison comparison, Path file) throws IOException {
    ObjectNode data = ComparisonJson.of(comparison);
    data.set("plots", ComparisonJson.of(comparison.plots()));
    String page =
        resource("/io/nfcs/bench/report/comparison.html")
            .replace("/*uplot.css*/", uplot("uPlot.min.css"))
            .replace("/*uplot.js*/", uplot("uPlot.iife.min.js"))
            .replace("<!--sentence-->", escaped(comparison.sentence()))
            // in a script element nothing but its end tag has a meaning
            .replace("/*data*/", Json.text(data).replace("</", "<\\/"));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, page);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String uplot(String name) throws IOException {
    Properties pom = new Properties();
    pom.load(new StringReader(resource("/META-INF/maven/org.webjars.npm/uplot/pom.properties")));
    String version = pom.getProperty("version");
    return resource("/META-INF/resources/webjars/uplot/" + version + "/dist/" + name);
  }

  private static String resource(String path) throws IOException {
    try (InputStream in = ComparisonPage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException(path + " is not in the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
