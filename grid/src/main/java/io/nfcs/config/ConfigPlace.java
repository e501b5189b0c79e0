package io.nfcs.config;

/**
 * Place in a file where the text of a value begins, for errors inside the text.
 *
 * @param file name of the file
 * @param line line of the first character, from 1
 * @param column column of the first character, from 1
 * @param indent column at which further lines begin, from 1; 0 if the text is written otherwise
 *     than it is read, such as a folded one
 */
public record ConfigPlace(String file, int line, int column, int indent) {
  /**
   * Returns the place of a character of the text as {@code file:line:column}; the beginning of the
   * text if that is all that is known.
   *
   * @param textLine line in the text, from 1
   * @param textColumn column in the line, from 0
   */
  public String of(int textLine, int textColumn) {
    if (textLine == 1) {
      return file + ":" + line + ":" + (column + textColumn);
    }
    return indent == 0
        ? file + ":" + line + ":" + column
        : file + ":" + (line + textLine - 1) + ":" + (indent + textColumn);
  }
}
