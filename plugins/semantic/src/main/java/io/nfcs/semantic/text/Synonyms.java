package io.nfcs.semantic.text;

import java.util.HashMap;
import java.util.Map;

/**
 * Words that mean the same wherever they stand; few, since a wrong synonym returns a wrong result.
 */
final class Synonyms {
  private static final String GROUPS =
      """
      hello hi hey greetings
      buy purchase
      begin start commence
      big large
      small little
      quick fast rapid
      film movie
      picture image photo photograph
      phone telephone
      car automobile
      help assist
      show display
      delete erase
      choose select pick
      repair fix
      answer reply respond
      job occupation
      error mistake
      trip journey
      shop store
      """;

  private static final Map<String, String> FIRST = first();

  private Synonyms() {}

  /** Returns the stem that represents the group of a stem, or the stem itself. */
  static String of(String stem) {
    return FIRST.getOrDefault(stem, stem);
  }

  private static Map<String, String> first() {
    Map<String, String> first = new HashMap<>();
    GROUPS
        .lines()
        .map(line -> line.split(" "))
        .forEach(group -> {
          for (String word : group) {
            first.putIfAbsent(Stem.of(word), Stem.of(group[0]));
          }
        });
    return Map.copyOf(first);
  }
}
