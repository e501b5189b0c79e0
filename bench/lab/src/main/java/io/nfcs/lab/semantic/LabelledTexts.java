package io.nfcs.lab.semantic;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Texts labelled by whether they ask for the same: pairs, or texts with a category each.
 *
 * @param pairs empty if there are texts
 * @param texts empty if there are pairs
 */
record LabelledTexts(List<Pair> pairs, List<Text> texts) {
  private static final Set<String> YES = Set.of("1", "true", "yes");
  private static final Set<String> NO = Set.of("0", "false", "no");

  /** Two texts and whether they ask for the same. */
  public record Pair(String first, String second, boolean isSame) {}

  /** A text and its category: texts of one category ask for the same. */
  public record Text(String text, String category) {}

  /**
   * Reads a CSV file with the columns {@code text_a,text_b,same} or {@code text,category}.
   *
   * @throws ConfigException if the file has another form
   */
  public static LabelledTexts read(Path file) {
    List<Pair> pairs = new ArrayList<>();
    List<Text> texts = new ArrayList<>();
    CsvMapper csv = new CsvMapper();
    csv.enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS);
    try (MappingIterator<Map<String, String>> rows =
        csv.readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(Files.newBufferedReader(file))) {
      while (rows.hasNext()) {
        int line = rows.getCurrentLocation().getLineNr();
        Map<String, String> row = rows.next();
        if (row.keySet().containsAll(Set.of("text_a", "text_b", "same"))) {
          pairs.add(pair(file + ":" + line, row));
        } else if (row.keySet().containsAll(Set.of("text", "category"))) {
          texts.add(new Text(cell(row, "text"), cell(row, "category")));
        } else {
          throw new ConfigException(
              file + ": columns " + row.keySet() + ", allowed text_a,text_b,same or text,category");
        }
      }
    } catch (IOException | RuntimeException failure) {
      if (failure instanceof ConfigException known) {
        throw known;
      }
      throw new ConfigException(file + ": cannot be read as CSV: " + failure.getMessage());
    }
    if (pairs.isEmpty() && texts.isEmpty()) {
      throw new ConfigException(file + ": no rows, allowed is at least one");
    }
    return new LabelledTexts(pairs, texts);
  }

  private static Pair pair(String place, Map<String, String> row) {
    String same = cell(row, "same").strip().toLowerCase(Locale.ROOT);
    if (!YES.contains(same) && !NO.contains(same)) {
      throw new ConfigException(
          place + ": same: " + same + ", allowed 1, true, yes and 0, false, no");
    }
    return new Pair(cell(row, "text_a"), cell(row, "text_b"), YES.contains(same));
  }

  private static String cell(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }
}
