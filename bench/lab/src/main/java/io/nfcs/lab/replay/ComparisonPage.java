package io.nfcs.lab.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.lab.report.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A comparison as one self-contained page: plots, tables, fingerprints and the verdict.
 *
 * <p><b>Threads.</b> Any.
 */
final class ComparisonPage {
  private ComparisonPage() {}

  /** Writes the page. */
  public static void write(Comparison comparison, Path file) throws IOException {
    ObjectNode data = ComparisonJson.of(comparison);
    data.set("plots", ComparisonJson.of(comparison.plots()));
    Page.write("comparison.html", Map.of("<!--sentence-->", comparison.sentence()), data, file);
  }
}
