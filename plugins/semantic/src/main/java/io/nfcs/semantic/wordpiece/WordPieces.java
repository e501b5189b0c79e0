package io.nfcs.semantic.wordpiece;

import java.util.Map;

/**
 * Splitter of a word into the longest pieces of the vocabulary, from the left (Wu et al., 2016).
 *
 * @param ids numbers of the pieces
 * @param unknown number of a word that cannot be cut
 * @param prefix of pieces that do not begin a word
 * @param maxWordChars longest word that is cut, in code points
 */
record WordPieces(Map<String, Integer> ids, int unknown, String prefix, int maxWordChars) {
  /** Adds the pieces of a word. */
  void cut(String word, Ids to) {
    if (word.codePointCount(0, word.length()) > maxWordChars) {
      to.add(unknown);
      return;
    }
    int before = to.size();
    int start = 0;
    while (start < word.length()) {
      int end = word.length();
      Integer id = null;
      while (end > start) {
        String piece = word.substring(start, end);
        id = ids.get(start == 0 ? piece : prefix + piece);
        if (id != null) {
          break;
        }
        end = word.offsetByCodePoints(end, -1);
      }
      if (id == null) {
        to.cutTo(before);
        to.add(unknown);
        return;
      }
      to.add(id);
      start = end;
    }
  }
}
