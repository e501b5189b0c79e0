package io.nfcs.semantic.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle is the tokenizer of Hugging Face, through DJL. */
@Timeout(120)
class WordPieceTokenizerTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t\r\n",
          "Hello world",
          "How do I reset my password?",
          "What is the capital of France?",
          "HELLO, World!! (re-ordering...)",
          "Café naïve CAFÉ cafe\u0301 re\u0301\u0323set",
          "İstanbul ı ß ẞ ǅ ΣΑΣ σς ﬁ Ⅷ ǆ",
          "東京大学 is中国字, 大a学 \uD840\uDC00\uD869\uDF00豈",
          "x\u0000y\uFFFDz\u200Bw\u00ADv\u0007u\u000Bt\fs\u0085r\u00A0q\u3000p\u2028o\uE000n",
          "[CLS] hello [SEP] world [MASK][PAD] [UNK] [cls] [ SEP ]",
          "\"quoted\" 'single' `back` a_b c\\d {e} |f| ~g^h $5 <x>",
          "«¿qué?» —„“‰。、！ § ¶ · ‿ ؟ ।",
          "😀 👍🏽 🇫🇷 e\u20E3",
          "0123456789 1st 2nd 3.14 12,345 order#42",
          "ordering passwords pass-words helloworld the-world whats hows",
          "q".repeat(99) + " " + "q".repeat(100) + " " + "q".repeat(101),
          "жжж éüé שָׁלוֹם नमस्ते ไทย 한국어");

  @TempDir Path folder;

  @Test
  void shouldGiveWhatThePeerGives() throws IOException {
    assertAsThePeer(new TinyTokenizer(), randomTexts(2000));
  }

  @Test
  void shouldReadEveryRuleOfTheNormalizer() throws IOException {
    List<String> texts = randomTexts(300);
    assertAsThePeer(new TinyTokenizer().cleanText(false), texts);
    assertAsThePeer(new TinyTokenizer().spaceChinese(false), texts);
    assertAsThePeer(new TinyTokenizer().lowercase(false), texts);
    assertAsThePeer(new TinyTokenizer().stripAccents("false"), texts);
    assertAsThePeer(new TinyTokenizer().stripAccents("true").lowercase(false), texts);
    assertAsThePeer(new TinyTokenizer().maxWordChars(4), texts);
  }

  @Test
  void shouldFindAddedTokens() throws IOException {
    int next = TinyTokenizer.size();
    TinyTokenizer file =
        new TinyTokenizer()
            .add("<Ask>", next, false, true, false)
            .add("<Ask>er", next + 1, false, false, false)
            .add("Top", next + 2, true, true, false);
    assertAsThePeer(
        file,
        List.of(
            "a <Ask> b",
            "a  <Ask>\t \n b<Ask>c <ask>",
            "<Ask>er <Ask> er",
            "stop the  TOP now, to\u0301p",
            "<Ask><Ask>[SEP]<Ask>"));
  }

  /**
   * Each character of the blocks that have not changed recently: the peer's tables of marks and
   * punctuation are those of an older Unicode than Java's.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 61C",
    "1E00, 2BFF",
    "3000, A4CF",
    "AC00, D7FF",
    "E000, FFFF",
    "1F300, 1F64F",
    "20000, 2FFFF"
  })
  void shouldTreatEachCharacterAsThePeerDoes(String from, String to) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int point = Integer.parseInt(from, 16); point <= Integer.parseInt(to, 16); point++) {
      if (Character.isDefined(point)) {
        texts.add("a" + Character.toString(point) + "b");
      }
    }
    assertAsThePeer(new TinyTokenizer(), texts);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7, 64})
  void shouldTruncateAsThePeerDoes(int maxTokens) throws IOException {
    Path file = new TinyTokenizer().writeTo(folder);
    WordPieceTokenizer ours = WordPieceTokenizer.read("onnx.tokenizer", file, maxTokens);
    try (HuggingFaceTokenizer peer =
        HuggingFaceTokenizer.builder()
            .optTokenizerPath(file)
            .optPadding(false)
            .optTruncation(true)
            .optMaxLength(maxTokens)
            .build()) {
      for (String text : TEXTS) {
        assertArrayEquals(peer.encode(text).getIds(), ours.ids(text), text);
        assertTrue(ours.ids(text).length <= maxTokens);
      }
    }
  }

  @Test
  void shouldReadTheOlderWayToSayTheEnds() throws IOException {
    String json = new TinyTokenizer().json();
    int from = json.indexOf("\"post_processor\"");
    int to = json.indexOf("\"decoder\"");
    Path file =
        Files.writeString(
            folder.resolve("tokenizer.json"),
            json.substring(0, from)
                + "\"post_processor\": {\"type\": \"BertProcessing\", \"sep\": [\"[SEP]\", 3],"
                + " \"cls\": [\"[CLS]\", 2]}, "
                + json.substring(to));
    assertAsThePeer(file, TEXTS);
  }

  @Test
  void shouldKnowWhetherARowSaysAnything() throws IOException {
    WordPieceTokenizer ours =
        WordPieceTokenizer.read("onnx.tokenizer", new TinyTokenizer().writeTo(folder), 16);
    assertTrue(ours.isSaying(ours.ids("a ☃")));
    for (String text : List.of("", " ", "☃", "☃ \u200B ☃", "[MASK]")) {
      assertFalse(ours.isSaying(ours.ids(text)), text);
    }
    assertEquals(TinyTokenizer.size() - 1, ours.largestId());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\": \"WordPiece\" | {\"type\": \"BPE\" | model.type BPE, allowed WordPiece",
        "BertPreTokenizer | ByteLevel | pre_tokenizer.type ByteLevel, allowed BertPreTokenizer",
        "BertNormalizer | NFC | normalizer.type NFC, allowed BertNormalizer",
        "TemplateProcessing | RobertaProcessing | post_processor.type RobertaProcessing, allowed",
        "\"unk_token\": \"[UNK]\" | \"unk_token\": \"<oov>\" | model.unk_token <oov> is not in",
        "\"vocab\": | \"words\": | model.vocab is missing",
        "\"the\": | \"the\": -1, \"x\": | model.vocab: -1, allowed 0 to",
        "\"ids\": [2] | \"ids\": [] | post_processor.special_tokens has no ids of [CLS]",
        "\"single_word\": false | \"single_word\": true | [PAD]: single_word true, allowed false",
        "\"version\": \"1.0\", | \"version\" | not JSON",
      })
  void shouldSayWhatItDoesNotUnderstand(String from, String to, String message) throws IOException {
    String json = new TinyTokenizer().json().replace(from, to);
    Path file = Files.writeString(folder.resolve("tokenizer.json"), json);
    assertRefused(file, 16, message);
  }

  @Test
  void shouldSayThatAFileIsNoneOrItsRowsAreTooShort() throws IOException {
    assertRefused(folder.resolve("none.json"), 16, "cannot be read (NoSuchFileException)");
    assertRefused(
        Files.writeString(folder.resolve("list.json"), "[1]"), 16, "not a tokenizer.json");
    assertRefused(Files.createFile(folder.resolve("empty.json")), 16, "not a tokenizer.json");
    Path file = new TinyTokenizer().writeTo(folder);
    assertRefused(file, 2, "its rows have 2 tokens without a text, more than 2 at most");
  }

  private static void assertRefused(Path file, int maxTokens, String message) {
    String refusal =
        String.valueOf(
            assertThrows(
                    ConfigException.class,
                    () -> WordPieceTokenizer.read("onnx.tokenizer", file, maxTokens))
                .getMessage());
    assertTrue(refusal.startsWith("onnx.tokenizer: " + file + ": "), refusal);
    assertTrue(refusal.contains(message), refusal);
  }

  private void assertAsThePeer(TinyTokenizer tokenizer, List<String> texts) throws IOException {
    assertAsThePeer(tokenizer.writeTo(folder), texts);
  }

  private static void assertAsThePeer(Path file, List<String> texts) throws IOException {
    WordPieceTokenizer ours = WordPieceTokenizer.read("onnx.tokenizer", file, 100_000);
    List<String> apart = new ArrayList<>();
    try (HuggingFaceTokenizer peer =
        HuggingFaceTokenizer.builder()
            .optTokenizerPath(file)
            .optPadding(false)
            .optTruncation(false)
            .build()) {
      for (String text : texts) {
        long[] expected = peer.encode(text).getIds();
        long[] actual = ours.ids(text);
        if (!Arrays.equals(expected, actual)) {
          apart.add(
              escaped(text) + " " + Arrays.toString(expected) + " " + Arrays.toString(actual));
        }
      }
    }
    assertEquals("", String.join("\n", apart), () -> apart.size() + " of " + texts.size());
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(point ->
            escaped.append(point < 0x7F ? Character.toString(point) : "<%X>".formatted(point)));
    return escaped.toString();
  }

  private static List<String> randomTexts(int count) {
    SplittableRandom random = new SplittableRandom(7);
    String known =
        "aabcdeehilloprstuwxyz  ,.!?-_'\"#0123 ABÉéüßΣσςж東京大字\u0301\u0307\t\n\u00A0\u200B[]İ";
    List<String> texts = new ArrayList<>(TEXTS);
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        text.append(known.charAt(random.nextInt(known.length())));
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
