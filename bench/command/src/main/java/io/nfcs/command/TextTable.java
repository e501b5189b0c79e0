package io.nfcs.command;

import java.util.ArrayList;
import java.util.List;

/**
 * A text table: the first column is left-aligned, and all others are right-aligned if there are
 * several.
 */
public final class TextTable {
  private final List<String[]> rows = new ArrayList<>();

  /** Creates a table without rows. */
  public TextTable() {}

  /** Adds a row, which may have fewer or more cells than others. */
  public TextTable row(String... cells) {
    rows.add(cells.clone());
    return this;
  }

  /** Returns the text, each row a line. */
  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? row[i] + padding : "  " + (columns == 2 ? row[i] : padding + row[i]));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
