package io.nfcs.esc;

import io.nfcs.memory.Digest;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * The tokens of a text: parts between white space, each judged by itself, so that the same token
 * has the same values at every place.
 *
 * <p>A token is looked up in lower case, without what is neither letter nor digit at its ends.
 * White space is that of ASCII.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made, and in {@link #text}.
 * <b>Fails</b> on no bytes: bytes that are not text are {@link TokenKind#UNKNOWN}.
 */
final class TokenBatch {
  /** Longest word; a longer one is of unknown kind. */
  public static final int MAX_WORD_BYTES = 128;

  private final Lexicon lexicon;
  private final byte[] word = new byte[MAX_WORD_BYTES];
  private final int[] starts;
  private final int[] lengths;
  private final long[] ids;
  private final TokenKind[] kinds;
  private final double[] risks;
  private final double[] echoes;
  private DirectBuffer text;
  private int size;

  /**
   * An empty batch.
   *
   * @param maxBytes of a text
   * @param none any buffer, to begin with
   */
  TokenBatch(int maxBytes, Lexicon lexicon, DirectBuffer none) {
    this.lexicon = lexicon;
    int tokens = maxBytes / 2 + 1;
    starts = new int[tokens];
    lengths = new int[tokens];
    ids = new long[tokens];
    kinds = new TokenKind[tokens];
    risks = new double[tokens];
    echoes = new double[tokens];
    text = none;
  }

  /** Returns the number of tokens. */
  public int size() {
    return size;
  }

  /**
   * Returns the id of a token, the same for tokens that differ only in case and punctuation around
   * them.
   */
  public long id(int token) {
    return ids[token];
  }

  /** Returns the kind of a token. */
  public TokenKind kind(int token) {
    return kinds[token];
  }

  /** Returns how well a token keeps the law, 0..1. */
  public double score(int token) {
    return kinds[token].score();
  }

  /** Returns the risk of a token, 0..1. */
  public double risk(int token) {
    return risks[token];
  }

  /** Returns the echo of a token from earlier batches: 1 would be now, 0 is never. */
  public double echo(int token) {
    return echoes[token];
  }

  /** Returns the token as text. */
  public String text(int token) {
    byte[] bytes = new byte[lengths[token]];
    text.getBytes(starts[token], bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void echo(int token, double strength) {
    echoes[token] = strength;
  }

  /** Splits and judges a text. */
  void read(DirectBuffer newText, int bytes) {
    text = newText;
    size = 0;
    int position = 0;
    while (position < bytes) {
      while (position < bytes && isSpace(text.getByte(position))) {
        position++;
      }
      int start = position;
      while (position < bytes && !isSpace(text.getByte(position))) {
        position++;
      }
      if (position > start) {
        add(start, position - start);
      }
    }
  }

  private void add(int start, int length) {
    int token = size++;
    starts[token] = start;
    lengths[token] = length;
    echoes[token] = 0;
    int letters = length > MAX_WORD_BYTES ? -1 : normalize(start, start + length);
    ids[token] = letters > 0 ? hash(word, letters) : hash(start, length);
    int known = letters > 0 ? lexicon.find(word, letters) : -1;
    kinds[token] = known >= 0 ? lexicon.kind(known) : kind(start, length, letters);
    risks[token] = known >= 0 ? lexicon.risk(known) : kinds[token].risk();
  }

  private TokenKind kind(int start, int length, int letters) {
    if (letters < 0 || !Utf8.isValid(text, start, length)) {
      return TokenKind.UNKNOWN;
    }
    byte first = text.getByte(start);
    byte last = text.getByte(start + length - 1);
    if (length > 2 && ((first == '<' && last == '>') || (first == '[' && last == ']'))) {
      return TokenKind.CONTROL;
    }
    return letters == 0 ? TokenKind.STRUCTURAL : TokenKind.SEMANTIC;
  }

  /** Takes the bytes between the first and the last letter, in lower case; returns their number. */
  private int normalize(int start, int end) {
    int from = start;
    int to = end;
    while (from < to && !isLetter(text.getByte(from))) {
      from++;
    }
    while (to > from && !isLetter(text.getByte(to - 1))) {
      to--;
    }
    return Utf8.lower(text, from, to, word);
  }

  private long hash(int start, int length) {
    long hash = length;
    for (int i = 0; i < length; i++) {
      hash = Digest.mix(hash, text.getByte(start + i));
    }
    return hash;
  }

  private static long hash(byte[] word, int length) {
    long hash = length;
    for (int i = 0; i < length; i++) {
      hash = Digest.mix(hash, word[i]);
    }
    return hash;
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Returns whether a byte is a letter or digit; all beyond ASCII count as letters. */
  private static boolean isLetter(byte c) {
    return c < 0 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
