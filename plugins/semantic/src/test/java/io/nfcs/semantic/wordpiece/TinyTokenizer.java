package io.nfcs.semantic.wordpiece;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A {@code tokenizer.json} with some two hundred pieces, in the form in which models have it. */
public final class TinyTokenizer {
  /** Parts of its file beside the pieces. */
  private static final String FILE =
      """
      {"version": "1.0",
       "truncation": {"direction": "Right", "max_length": 128, "strategy": "LongestFirst",
        "stride": 0},
       "padding": {"strategy": {"Fixed": 128}, "direction": "Right", "pad_to_multiple_of": null,
        "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
       "added_tokens": [ADDED],
       "normalizer": {"type": "BertNormalizer", "clean_text": CLEAN,
        "handle_chinese_chars": CHINESE, "strip_accents": ACCENTS, "lowercase": LOWER},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "post_processor": {"type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
         {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
        "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
         {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
         {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
        "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
         "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
       "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
        "max_input_chars_per_word": MAX, "vocab": {VOCAB}}}
      """;

  private boolean cleanText = true;
  private boolean spaceChinese = true;
  private String stripAccents = "null";
  private boolean lowercase = true;
  private int maxWordChars = 100;
  private final List<String> added = new ArrayList<>();

  /** Creates the form of most models. */
  public TinyTokenizer() {
    List<String> special = pieces().subList(0, 5);
    for (int id = 0; id < special.size(); id++) {
      add(special.get(id), id, false, false, true);
    }
  }

  /** Returns how many pieces it has. */
  public static int size() {
    return pieces().size();
  }

  TinyTokenizer cleanText(boolean is) {
    cleanText = is;
    return this;
  }

  TinyTokenizer spaceChinese(boolean is) {
    spaceChinese = is;
    return this;
  }

  TinyTokenizer stripAccents(String is) {
    stripAccents = is;
    return this;
  }

  TinyTokenizer lowercase(boolean is) {
    lowercase = is;
    return this;
  }

  TinyTokenizer maxWordChars(int chars) {
    maxWordChars = chars;
    return this;
  }

  TinyTokenizer add(String token, int id, boolean normalized, boolean strip, boolean special) {
    added.add(
        "{\"id\": %d, \"content\": \"%s\", \"single_word\": false, \"lstrip\": %b, \"rstrip\": %b,"
                .formatted(id, token, strip, strip)
            + " \"normalized\": %b, \"special\": %b}".formatted(normalized, special));
    return this;
  }

  String json() {
    List<String> pieces = pieces();
    String vocabulary =
        String.join(
            ", ",
            IntStream.range(0, pieces.size())
                .mapToObj(id ->
                    "\"%s\": %d".formatted(pieces.get(id).replaceAll("([\"\\\\])", "\\\\$1"), id))
                .toList());
    return FILE.replace("ADDED", String.join(", ", added))
        .replace("CLEAN", "" + cleanText)
        .replace("CHINESE", "" + spaceChinese)
        .replace("ACCENTS", stripAccents)
        .replace("LOWER", "" + lowercase)
        .replace("MAX", "" + maxWordChars)
        .replace("VOCAB", vocabulary);
  }

  /** Writes it into a folder. */
  public Path writeTo(Path folder) throws IOException {
    return Files.writeString(folder.resolve("tokenizer.json"), json(), StandardCharsets.UTF_8);
  }

  private static List<String> pieces() {
    List<String> pieces =
        new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "İ", "ǆ"));
    String marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~。、！¿—„“‰";
    marks.chars().forEach(mark -> pieces.add(Character.toString(mark)));
    String alone = "abcdefghijklmnopqrstuvwxyz0123456789ABCéüßσςж東京大学中国字\u0301\u0307";
    alone
        .chars()
        .forEach(letter -> {
          pieces.add(Character.toString(letter));
          pieces.add("##" + Character.toString(letter));
        });
    pieces.addAll(List.of("the", "of", "##ing", "##ed", "##s", "what", "is", "how", "do", "reset"));
    pieces.addAll(
        List.of("password", "capital", "france", "pass", "##word", "order", "\uD840\uDC00"));
    pieces.addAll(
        List.of("hello", "world", "##ello", "wor", "##ld", "cafe", "café", "naive", "re"));
    return pieces.stream().distinct().toList();
  }
}
