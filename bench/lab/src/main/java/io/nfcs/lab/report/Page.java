package io.nfcs.lab.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A self-contained page: a template with styles, scripts and data inserted. */
public final class Page {
  private static final String FOLDER = "/io/nfcs/lab/report/";

  private Page() {}

  /**
   * Writes a page.
   *
   * @param template name of the resource
   * @param texts replacements by placeholder, as text
   */
  public static void write(String template, Map<String, String> texts, ObjectNode data, Path file)
      throws IOException {
    String page =
        resource(FOLDER + template)
            .replace("/*uplot.css*/", uplot("uPlot.min.css"))
            .replace("/*uplot.js*/", uplot("uPlot.iife.min.js"))
            .replace("/*page.css*/", resource(FOLDER + "page.css"))
            .replace("/*page.js*/", resource(FOLDER + "page.js"));
    for (Map.Entry<String, String> text : texts.entrySet()) {
      page = page.replace(text.getKey(), escaped(text.getValue()));
    }
    // in a script element only its end tag has a meaning
    page = page.replace("/*data*/", Json.text(data).replace("</", "<\\/"));
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
    try (InputStream in = Page.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException(path + " is not in the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
