package io.nfcs.esc;

/** Kind of a token by itself. */
enum TokenKind {
  /** A word with a meaning. */
  SEMANTIC(0.9, 0.05),
  /** Punctuation and words that hold a sentence together. */
  STRUCTURAL(0.9, 0),
  /** A mark for the reader of the text, in angle or square brackets. */
  CONTROL(0.8, 0.3),
  /** A word that asks for what was said before. */
  ECHO(0.9, 0.1),
  /** A word of the law. */
  CONSTITUTIONAL(1, 0),
  /** A word of violence or deceit; its risk is its own. */
  UNSAFE(0.1, 1),
  /** No text, or far too long for a word. */
  UNKNOWN(0.5, 0.6);

  private final double score;
  private final double risk;

  TokenKind(double score, double risk) {
    this.score = score;
    this.risk = risk;
  }

  /** Returns how well such a token keeps the law, 0..1. */
  public double score() {
    return score;
  }

  /** Returns the risk of such a token, 0..1; the largest one for {@link #UNSAFE}. */
  public double risk() {
    return risk;
  }
}
