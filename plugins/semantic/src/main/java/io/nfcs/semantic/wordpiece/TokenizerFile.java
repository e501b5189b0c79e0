package io.nfcs.semantic.wordpiece;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.config.ConfigException;
import io.nfcs.config.RegularFile;
import io.nfcs.semantic.wordpiece.AddedTokens.Token;
import io.nfcs.semantic.wordpiece.WordPieceTokenizer.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@code tokenizer.json}, and checks of the features that are refused. */
final class TokenizerFile {
  private final String key;
  private final Path file;
  private final JsonNode root;

  TokenizerFile(String key, Path file) {
    this.key = key;
    this.file = file;
    root = parse();
  }

  Rules rules() {
    demand(root.path("model"), "model", "type", "WordPiece");
    demand(root.path("normalizer"), "normalizer", "type", "BertNormalizer");
    demand(root.path("pre_tokenizer"), "pre_tokenizer", "type", "BertPreTokenizer");
    BertNormalizer normalizer = normalizer(root.path("normalizer"));
    Set<Long> special = new HashSet<>();
    List<Token> raw = new ArrayList<>();
    List<Token> normalized = new ArrayList<>();
    WordPieces pieces = pieces(vocabulary());
    long largest = pieces.ids().values().stream().mapToLong(Integer::longValue).max().orElse(0);
    for (JsonNode token : root.path("added_tokens")) {
      Token added = added(token);
      largest = Math.max(largest, added.id());
      if (token.path("special").asBoolean()) {
        special.add((long) added.id());
      }
      if (token.path("normalized").asBoolean()) {
        String plain = normalizer.normalize(added.content());
        normalized.add(new Token(plain, added.id(), added.takesLeft(), added.takesRight()));
      } else {
        raw.add(added);
      }
    }
    Ids before = new Ids();
    Ids after = new Ids();
    readEnds(before, after);
    for (Ids end : List.of(before, after)) {
      for (long id : end.toArray()) {
        special.add(id);
        largest = Math.max(largest, id);
      }
    }
    return new Rules(
        normalizer,
        new AddedTokens(raw),
        new AddedTokens(normalized),
        pieces,
        before,
        after,
        special,
        largest);
  }

  ConfigException refused(String why) {
    return new ConfigException(key + ": " + file + ": " + why);
  }

  private JsonNode parse() {
    try {
      JsonNode read = new ObjectMapper().readTree(Files.readAllBytes(RegularFile.of(file)));
      if (!read.isObject()) {
        throw refused("not a tokenizer.json; expected a JSON object");
      }
      return read;
    } catch (JacksonException e) {
      throw refused("not JSON: " + e.getOriginalMessage() + " at line " + line(e));
    } catch (IOException e) {
      throw refused(
          "cannot be read (" + e.getClass().getSimpleName() + "); expected a readable file");
    }
  }

  private static int line(JacksonException e) {
    return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
  }

  private static BertNormalizer normalizer(JsonNode node) {
    boolean lowercase = node.path("lowercase").asBoolean(true);
    JsonNode accents = node.path("strip_accents");
    return new BertNormalizer(
        node.path("clean_text").asBoolean(true),
        node.path("handle_chinese_chars").asBoolean(true),
        accents.isBoolean() ? accents.booleanValue() : lowercase,
        lowercase);
  }

  private Map<String, Integer> vocabulary() {
    JsonNode vocabulary = root.path("model").path("vocab");
    if (!vocabulary.isObject() || vocabulary.isEmpty()) {
      throw refused("model.vocab is missing; expected an object of pieces and their numbers");
    }
    Map<String, Integer> ids = HashMap.newHashMap(vocabulary.size());
    vocabulary
        .properties()
        .forEach(piece -> ids.put(piece.getKey(), id(piece.getValue(), "model.vocab")));
    return ids;
  }

  private WordPieces pieces(Map<String, Integer> vocabulary) {
    JsonNode model = root.path("model");
    String unknown = model.path("unk_token").asText("[UNK]");
    Integer id = vocabulary.get(unknown);
    if (id == null) {
      throw refused("model.unk_token " + unknown + " is not in model.vocab");
    }
    return new WordPieces(
        vocabulary,
        id,
        model.path("continuing_subword_prefix").asText("##"),
        model.path("max_input_chars_per_word").asInt(100));
  }

  private Token added(JsonNode token) {
    String content = token.path("content").asText("");
    if (content.isEmpty()) {
      throw refused("added_tokens: an entry without content");
    }
    if (token.path("single_word").asBoolean()) {
      throw refused("added_tokens: " + content + ": single_word true, allowed false");
    }
    return new Token(
        content,
        id(token.path("id"), "added_tokens: " + content + ": id"),
        token.path("lstrip").asBoolean(),
        token.path("rstrip").asBoolean());
  }

  /** Reads the numbers before and after a single text. */
  private void readEnds(Ids before, Ids after) {
    JsonNode processor = root.path("post_processor");
    String type = processor.path("type").asText("none");
    switch (type) {
      case "none" -> {}
      case "BertProcessing" -> {
        before.add(id(processor.path("cls").path(1), "post_processor.cls"));
        after.add(id(processor.path("sep").path(1), "post_processor.sep"));
      }
      case "TemplateProcessing" -> readTemplate(processor, before, after);
      default ->
          throw refused(
              "post_processor.type " + type + ", allowed [BertProcessing, TemplateProcessing]");
    }
  }

  private void readTemplate(JsonNode processor, Ids before, Ids after) {
    boolean isAfterText = false;
    for (JsonNode part : processor.path("single")) {
      JsonNode mark = part.path("SpecialToken");
      JsonNode of = mark.isMissingNode() ? part.path("Sequence") : mark;
      if (of.path("type_id").asInt() != 0) {
        throw refused("post_processor.single: type_id " + of.path("type_id") + ", allowed 0");
      }
      if (mark.isMissingNode()) {
        if (isAfterText || !of.path("id").asText("").equals("A")) {
          throw refused("post_processor.single: " + part + ", allowed is sequence A once");
        }
        isAfterText = true;
        continue;
      }
      String name = mark.path("id").asText("");
      JsonNode ids = processor.path("special_tokens").path(name).path("ids");
      if (ids.isEmpty()) {
        throw refused("post_processor.special_tokens has no ids of " + name);
      }
      for (JsonNode id : ids) {
        (isAfterText ? after : before).add(id(id, "post_processor.special_tokens." + name));
      }
    }
    if (!isAfterText) {
      throw refused("post_processor.single has no sequence A");
    }
  }

  private int id(JsonNode id, String where) {
    if (!id.isInt() || id.intValue() < 0) {
      throw refused(where + ": " + id + ", allowed 0 to " + Integer.MAX_VALUE);
    }
    return id.intValue();
  }

  private void demand(JsonNode block, String path, String name, String allowed) {
    String value = block.path(name).asText("none");
    if (!value.equals(allowed)) {
      throw refused(path + "." + name + " " + value + ", allowed " + allowed);
    }
  }
}
