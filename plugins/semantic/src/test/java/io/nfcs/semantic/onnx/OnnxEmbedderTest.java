package io.nfcs.semantic.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.semantic.SemanticCache;
import io.nfcs.semantic.SemanticHit;
import io.nfcs.semantic.wordpiece.TinyTokenizer;
import io.nfcs.semantic.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small model in ONNX Runtime; the oracle is its forward pass in plain Java. */
@Timeout(120)
class OnnxEmbedderTest {
  private static final List<String> TEXTS =
      List.of(
          "a",
          "Hello world",
          "How do I reset my password?",
          "What is the capital of France?",
          "Café, 東京 and 3.14 (naïve)!",
          "ordering passwords ".repeat(40));

  @TempDir Path folder;
  private Path tokenizer = Path.of("");

  @BeforeEach
  void writeTokenizer() throws IOException {
    tokenizer = new TinyTokenizer().writeTo(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"last_hidden_state", "token_embeddings", "sentence_embedding"})
  void shouldGiveWhatTheForwardPassGives(String output) throws IOException {
    assertAsPlain(new TinyBert(1).output(output), "");
    assertAsPlain(new TinyBert(2).output(output).withoutTypes(), "onnx.max_tokens=7");
    assertAsPlain(new TinyBert(3).output(output), "onnx.threads=2 onnx.spinning=true");
  }

  @Test
  void shouldGiveUnitVectorsAndZerosForWhatSaysNothing() throws IOException {
    new TinyBert(1).writeTo(folder);
    try (OnnxEmbedder embedder = open("")) {
      float[] vector = vector(embedder, "Hello world");
      double squares = 0;
      for (float component : vector) {
        squares += component * component;
      }
      assertEquals(1, squares, 1e-5);
      for (String nothing : List.of(" ", "☃ ☃", "[MASK]")) {
        assertArrayEquals(new float[TinyBert.HIDDEN], vector(embedder, nothing), nothing);
      }
    }
  }

  @Test
  void shouldServeManyThreadsFromOneSession() throws Exception {
    TinyBert bert = new TinyBert(4);
    bert.writeTo(folder);
    try (OnnxEmbedder embedder = open("");
        ExecutorService threads =
            Executors.newFixedThreadPool(8, Thread.ofPlatform().name("embed-", 0).factory())) {
      List<Future<Void>> done = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Callable<Void> work =
            () -> {
              for (int round = 0; round < 20; round++) {
                assertAsPlain(bert, embedder, TinyBert.MAX_TOKENS);
              }
              return null;
            };
        done.add(threads.submit(work));
      }
      for (Future<Void> one : done) {
        assertNull(one.get());
      }
    }
  }

  @Test
  void shouldHaveTheIdentityOfItsFilesAndOfWhatItDoesWithThem() throws IOException {
    new TinyBert(1).writeTo(folder);
    String id = id("");
    assertTrue(id.matches("onnx-[0-9a-f]{16}-mean-64"), id);
    assertEquals(id, id("onnx.threads=2"));
    assertNotEquals(id, id("onnx.max_tokens=32"));
    Files.writeString(tokenizer, "\n" + Files.readString(tokenizer));
    assertNotEquals(id, id(""));
    writeTokenizer();
    assertEquals(id, id(""));
    new TinyBert(2).writeTo(folder);
    assertNotEquals(id, id(""));
    new TinyBert(1).output("sentence_embedding").writeTo(folder);
    assertTrue(id("").matches("onnx-[0-9a-f]{16}-own-64"));
  }

  @Test
  void shouldFindAStoredTextThroughTheCache() throws IOException {
    new TinyBert(1).writeTo(folder);
    try (SemanticCache<String> cache = SemanticCache.open(config(""), Codec.text())) {
      cache.store("How do I reset my password?", "by mail");
      cache.store("What is the capital of France?", "Paris");
      assertEquals("by mail", found(cache.findSimilar("how do I RESET my password?")).result());
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void shouldRefuseATextOfWhichTheModelMakesNoNumbersAndGoOn(float weight) throws IOException {
    long bad = WordPieceTokenizer.read("onnx.tokenizer", tokenizer, 8).ids("z")[1];
    new TinyBert(1).word(bad, weight).writeTo(folder);
    try (SemanticCache<String> cache = SemanticCache.open(config(""), Codec.text())) {
      cache.store("Hello world", "kept");
      for (int i = 0; i < 3; i++) {
        assertRefused(() -> cache.store("a z b", "never"));
        assertRefused(() -> cache.findSimilar("hello z"));
      }
      assertEquals("kept", found(cache.findSimilar("hello WORLD")).result());
      assertEquals(1, cache.statistics().entries());
    }
  }

  @Test
  void shouldNameKeyAndFileOfWhatItCannotOpen() throws IOException {
    Path model = folder.resolve("model.onnx");
    refuses("", "onnx.model: '" + model + "' is not a file; expected the path of a model.onnx");
    Files.writeString(model, "no model");
    refuses("", "onnx.model: " + model + ": cannot be loaded: ");
    new TinyBert(1).output("logits").writeTo(folder);
    refuses("", "onnx.model: " + model + ": its outputs are [logits], allowed one of [");
    new TinyBert(1).narrow().writeTo(folder);
    refuses("", "onnx.model: " + model + ": its input ");
    new TinyBert(1).writeTo(folder);
    refuses("onnx.model=''", "onnx.model: '' is not a file");
    refuses("onnx.tokenizer=''", "onnx.tokenizer: '' is not a file; expected the path of a tok");
    refuses("onnx.tokenizer=" + model, "onnx.tokenizer: " + model + ": not JSON");
    refuses("onnx.max_tokens=65", "onnx.max_tokens: 65, onnx.tokenizer: " + tokenizer);
    Files.writeString(tokenizer, Files.readString(tokenizer).replace("\"re\": ", "\"re\": 9"));
    refuses("", "fails on its longest text; expected the model's own limit and tokenizer: ");
  }

  @Test
  void shouldRefuseToEmbedOnceClosed() throws IOException {
    new TinyBert(1).writeTo(folder);
    OnnxEmbedder embedder = open("");
    embedder.close();
    embedder.close();
    assertThrows(IllegalStateException.class, () -> vector(embedder, "a"));
  }

  private void assertAsPlain(TinyBert bert, String settings) throws IOException {
    bert.writeTo(folder);
    int maxTokens = settings.contains("max_tokens") ? 7 : TinyBert.MAX_TOKENS;
    try (OnnxEmbedder embedder = open(settings)) {
      assertAsPlain(bert, embedder, maxTokens);
    }
  }

  private void assertAsPlain(TinyBert bert, OnnxEmbedder embedder, int maxTokens) {
    WordPieceTokenizer rules = WordPieceTokenizer.read("onnx.tokenizer", tokenizer, maxTokens);
    PlainBert plain = new PlainBert(bert);
    for (String text : TEXTS) {
      double[] expected = plain.embed(rules.ids(text));
      float[] actual = vector(embedder, text);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 1e-4, text);
      }
    }
  }

  private static void assertRefused(Runnable use) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, use::run).getMessage());
    assertTrue(message.contains("has no numbers for a text of "), message);
  }

  private void refuses(String settings, String start) {
    NfcsConfig config = config(settings);
    try (OnnxEmbedder embedder = new OnnxEmbedder()) {
      String message =
          String.valueOf(
              assertThrows(ConfigException.class, () -> embedder.open(config)).getMessage());
      assertTrue(message.contains(start), message);
    }
  }

  private String id(String settings) {
    try (OnnxEmbedder embedder = open(settings)) {
      return embedder.id();
    }
  }

  private OnnxEmbedder open(String settings) {
    OnnxEmbedder embedder = new OnnxEmbedder();
    embedder.open(config(settings));
    assertEquals(TinyBert.HIDDEN, embedder.dimension());
    return embedder;
  }

  private NfcsConfig config(String settings) {
    NfcsConfig config =
        NfcsConfig.parse("test", "{}")
            .with("semantic.embedder", "onnx")
            .with("onnx.model", folder.resolve("model.onnx").toString())
            .with("onnx.tokenizer", tokenizer.toString())
            .with("onnx.max_tokens", "64");
    for (String setting : settings.isEmpty() ? new String[0] : settings.split(" ", -1)) {
      String[] parts = setting.split("=", 2);
      config = config.with(parts[0], parts[1]);
    }
    return config;
  }

  private static SemanticHit<String> found(@Nullable SemanticHit<String> hit) {
    assertNotNull(hit);
    return hit;
  }

  private static float[] vector(OnnxEmbedder embedder, String text) {
    float[] vector = new float[embedder.dimension()];
    embedder.embed(text, vector);
    return vector;
  }
}
