package io.nfcs.semantic.wordpiece;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tokens that are found in a text before it is split into words, such as {@code [SEP]}. */
final class AddedTokens {
  private final Map<String, Token> tokens = new HashMap<>();
  private final @Nullable Pattern pattern;

  /**
   * A token.
   *
   * @param content text of the token
   * @param id its number
   * @param takesLeft whether white space before it is part of it
   * @param takesRight whether white space after it is part of it
   */
  record Token(String content, int id, boolean takesLeft, boolean takesRight) {}

  AddedTokens(List<Token> all) {
    all.forEach(token -> tokens.put(token.content, token));
    // of two that begin at one place the longer one is meant
    pattern =
        tokens.isEmpty()
            ? null
            : Pattern.compile(
                tokens.keySet().stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|")));
  }

  /** Adds the tokens found to {@code ids}, and passes the texts between them to {@code texts}. */
  void split(String text, Ids ids, Consumer<String> texts) {
    int start = 0;
    if (pattern != null) {
      Matcher found = pattern.matcher(text);
      while (found.find()) {
        Token token = Objects.requireNonNull(tokens.get(found.group()));
        int from = found.start();
        int to = found.end();
        while (token.takesLeft && from > start && isSpace(text, from - 1)) {
          from--;
        }
        while (token.takesRight && to < text.length() && isSpace(text, to)) {
          to++;
        }
        give(text, start, from, texts);
        ids.add(token.id);
        start = to;
      }
    }
    give(text, start, text.length(), texts);
  }

  private static void give(String text, int from, int to, Consumer<String> texts) {
    if (from < to) {
      texts.accept(text.substring(from, to));
    }
  }

  private static boolean isSpace(String text, int at) {
    return BertNormalizer.isSpace(text.charAt(at));
  }
}
