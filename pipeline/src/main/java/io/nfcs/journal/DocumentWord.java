package io.nfcs.journal;

/**
 * The word before each document of a Chronicle file, at a multiple of 4. Little-endian.
 *
 * <pre>
 *   31           30                29              0
 *   +------------+-----------------+---------------+
 *   | unfinished | Chronicle's own | length        |
 *   +------------+-----------------+---------------+
 * </pre>
 *
 * <p>0 marks the end of the written part; both bits without a length mark the end of the file.
 */
final class DocumentWord {
  static final int BYTES = 4;
  static final int END_OF_FILE = 0xC0000000;

  /** Upper limit of a record's length: payloads have a limit of 1 MiB, a header of 4. */
  static final int MAX_LENGTH = 16 << 20;

  private static final int UNFINISHED = 0x80000000;
  private static final int CHRONICLES_OWN = 0x40000000;
  private static final int LENGTH = 0x3FFFFFFF;

  private DocumentWord() {}

  static boolean isFinished(int word) {
    return word != 0 && (word & UNFINISHED) == 0;
  }

  static boolean isChronicles(int word) {
    return (word & CHRONICLES_OWN) != 0;
  }

  static int length(int word) {
    return word & LENGTH;
  }

  /** Returns the position of the next word. */
  static long next(long position, int word) {
    return position + BYTES + (length(word) + 3L & ~3L);
  }
}
