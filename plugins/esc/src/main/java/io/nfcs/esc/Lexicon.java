package io.nfcs.esc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Words whose kind and risk are known. A word is looked up whole, so no other word that merely
 * begins like it is taken for it.
 *
 * <p>A hash table with open addressing, twice as large as its words at least, so that a search ends
 * at a free slot. A word of the configuration replaces an equal one of the jar.
 *
 * <p><b>Threads.</b> Any: immutable. <b>Allocates</b> only when made.
 */
final class Lexicon {
  private static final String WORDS = "/META-INF/nfcs/esc/words.txt";
  private static final double RISK_OF_OWN_WORDS = 0.98;
  private static final int SLOTS_A_WORD = 4;

  private final byte[][] words;
  private final TokenKind[] kinds;
  private final double[] risks;

  /** A word of the list. */
  private record Word(String text, TokenKind kind, double risk) {}

  /**
   * Creates the lexicon of the words in this jar, and others that are unsafe.
   *
   * @param unsafe in any case
   */
  Lexicon(List<String> unsafe) {
    List<Word> all = read();
    for (String word : unsafe) {
      all.add(new Word(word, TokenKind.UNSAFE, RISK_OF_OWN_WORDS));
    }
    int slots = Integer.highestOneBit(Math.max(1, all.size())) * SLOTS_A_WORD;
    words = new byte[slots][];
    kinds = new TokenKind[slots];
    risks = new double[slots];
    for (Word word : all) {
      byte[] text = word.text.getBytes(StandardCharsets.UTF_8);
      byte[] lower = new byte[text.length];
      byte[] bytes =
          Arrays.copyOf(lower, Utf8.lower(new UnsafeBuffer(text), 0, text.length, lower));
      int slot = slot(bytes, bytes.length);
      words[slot] = bytes;
      kinds[slot] = word.kind;
      risks[slot] = word.risk;
    }
  }

  /** Returns the place of the word of the first bytes, -1 if it is not known. */
  int find(byte[] word, int length) {
    int slot = slot(word, length);
    return words[slot] == null ? -1 : slot;
  }

  TokenKind kind(int slot) {
    return kinds[slot];
  }

  double risk(int slot) {
    return risks[slot];
  }

  /** Returns the word's slot, or the free slot for it. */
  private int slot(byte[] word, int length) {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + word[i];
    }
    int slot = (hash ^ (hash >>> 16)) & (words.length - 1);
    while (words[slot] != null && !isSame(words[slot], word, length)) {
      slot = (slot + 1) & (words.length - 1);
    }
    return slot;
  }

  private static boolean isSame(byte[] known, byte[] word, int length) {
    return known.length == length && Arrays.equals(known, 0, length, word, 0, length);
  }

  private static List<Word> read() {
    List<Word> words = new ArrayList<>();
    try (InputStream list = Lexicon.class.getResourceAsStream(WORDS)) {
      if (list == null) {
        throw new IllegalStateException(WORDS + " is not in the jar");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split(" ", -1);
          TokenKind kind = TokenKind.valueOf(parts[0].toUpperCase(Locale.ROOT));
          for (int i = 2; i < parts.length; i++) {
            words.add(new Word(parts[i], kind, Double.parseDouble(parts[1])));
          }
        }
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
