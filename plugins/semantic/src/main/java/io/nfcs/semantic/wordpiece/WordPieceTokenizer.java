package io.nfcs.semantic.wordpiece;

import java.nio.file.Path;
import java.util.Set;

/**
 * A tokenizer from texts to the numbers that a model of the BERT kind reads, by the rules of its
 * {@code tokenizer.json} (the format of Hugging Face).
 *
 * <p>The file's padding and truncation are not used: a row of numbers is as long as its text needs,
 * up to the largest length given here.
 *
 * <p><b>Threads.</b> Any. <b>Allocates</b> per text its words and its row of numbers.
 */
public final class WordPieceTokenizer {
  private final Rules rules;
  private final int maxTokens;

  /**
   * Rules of the file.
   *
   * @param raw tokens found in the original text
   * @param normalized tokens found in the text once normalised
   * @param before numbers that every row begins with
   * @param after numbers that every row ends with
   * @param special numbers that stand for no text
   * @param largest number of all
   */
  record Rules(
      BertNormalizer normalizer,
      AddedTokens raw,
      AddedTokens normalized,
      WordPieces pieces,
      Ids before,
      Ids after,
      Set<Long> special,
      long largest) {}

  private WordPieceTokenizer(Rules rules, int maxTokens) {
    this.rules = rules;
    this.maxTokens = maxTokens;
  }

  /**
   * Reads a tokenizer. <b>Fails</b> with a {@link io.nfcs.config.ConfigException} that names key,
   * file and the unsupported part.
   *
   * @param key of the configuration, for messages
   * @param file a {@code tokenizer.json}
   * @param maxTokens longest row of numbers, those at its ends included
   */
  public static WordPieceTokenizer read(String key, Path file, int maxTokens) {
    TokenizerFile read = new TokenizerFile(key, file);
    Rules rules = read.rules();
    int ends = rules.before.size() + rules.after.size();
    if (maxTokens <= ends) {
      throw read.refused(
          "its rows have " + ends + " tokens without a text, more than " + maxTokens + " at most");
    }
    return new WordPieceTokenizer(rules, maxTokens);
  }

  /** Returns the row of numbers of a text; a text that is too long is cut at the end. */
  public long[] ids(String text) {
    int room = maxTokens - rules.before.size() - rules.after.size();
    Ids ids = new Ids();
    rules.raw.split(
        text,
        ids,
        part ->
            rules.normalized.split(
                rules.normalizer.normalize(part),
                ids,
                plain -> BertWords.cut(plain, word -> rules.pieces.cut(word, ids))));
    ids.cutTo(room);
    Ids row = new Ids();
    row.addAll(rules.before);
    row.addAll(ids);
    row.addAll(rules.after);
    return row.toArray();
  }

  /** Returns whether any of a row's numbers is a piece of text in the vocabulary. */
  public boolean isSaying(long[] ids) {
    for (long id : ids) {
      if (id != rules.pieces.unknown() && !rules.special.contains(id)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the largest number of any row. */
  public long largestId() {
    return rules.largest;
  }
}
