package io.nfcs.semantic.onnx;

import ai.onnxruntime.OrtException;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.semantic.Embedder;
import io.nfcs.semantic.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Embedder {@code onnx}: a model of the user's own, such as MiniLM, from a {@code model.onnx} and
 * its {@code tokenizer.json}.
 *
 * <p>The vector of a text is the mean of the vectors of its tokens (Reimers and Gurevych, 2019), or
 * the model's own {@code sentence_embedding} if it has one, scaled to norm 1. Rows are as long as
 * their text; longer rows than {@code onnx.max_tokens} are cut at the end.
 *
 * <p><b>Threads.</b> Any, once opened; they share one session. <b>Owns</b> native memory of the
 * model's size until it is closed. <b>Allocates</b> per text some KiB for each token. <b>Fails</b>
 * with an {@link IllegalStateException} if the model does.
 */
public final class OnnxEmbedder implements Embedder {
  private static final int HASH_CHARS = 16;

  private @Nullable OnnxModel model;
  private @Nullable WordPieceTokenizer tokenizer;
  private String id = "";
  private int dimension;

  /** Creates the service. */
  public OnnxEmbedder() {}

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public void open(NfcsConfig config) {
    OnnxSettings settings = config.section("onnx", OnnxSettings.class);
    Path modelFile = file("onnx.model", settings.model(), "model.onnx");
    Path tokenizerFile = file("onnx.tokenizer", settings.tokenizer(), "tokenizer.json");
    WordPieceTokenizer rules =
        WordPieceTokenizer.read("onnx.tokenizer", tokenizerFile, settings.maxTokens());
    OnnxModel loaded = OnnxModel.load(modelFile, settings);
    try {
      dimension = probe(loaded, rules, settings);
      id =
          "onnx-%s-%s-%d"
              .formatted(hash(modelFile, tokenizerFile), loaded.pooling(), settings.maxTokens());
    } catch (ConfigException e) {
      loaded.close();
      throw e;
    }
    tokenizer = rules;
    model = loaded;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public boolean isCostly() {
    return true;
  }

  @Override
  public void embed(String text, float[] vector) {
    OnnxModel opened = Objects.requireNonNull(model, "the embedder onnx is not open");
    WordPieceTokenizer rules = Objects.requireNonNull(tokenizer);
    long[] ids = rules.ids(text);
    // the model would map all texts without a known piece to one point
    if (!rules.isSaying(ids)) {
      Arrays.fill(vector, 0, dimension, 0);
      return;
    }
    double[] meant;
    try {
      meant = opened.vector(ids);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "embedder " + id + " fails on a text of " + ids.length + " tokens: " + e.getMessage(), e);
    }
    if (meant.length != dimension) {
      throw new IllegalStateException(
          "embedder " + id + " gives " + meant.length + " numbers, and gave " + dimension);
    }
    double squares = 0;
    for (double component : meant) {
      squares += component * component;
    }
    double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (meant[i] * scale);
    }
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
    }
  }

  private static Path file(String key, String path, String kind) {
    if (path.isEmpty() || !Files.isRegularFile(Path.of(path))) {
      throw new ConfigException(
          key + ": '" + path + "' is not a file; expected the path of a " + kind);
    }
    return Path.of(path);
  }

  /**
   * Runs the longest row with the largest number, so that a model that does not fit is detected at
   * the start, and returns the dimension.
   */
  private static int probe(OnnxModel model, WordPieceTokenizer rules, OnnxSettings settings) {
    long[] longest = new long[settings.maxTokens()];
    Arrays.fill(longest, rules.largestId());
    try {
      return model.vector(longest).length;
    } catch (OrtException e) {
      throw new ConfigException(
          "onnx.max_tokens: "
              + settings.maxTokens()
              + ", onnx.tokenizer: "
              + settings.tokenizer()
              + ": "
              + settings.model()
              + " fails on its longest text; expected the model's own limit and tokenizer: "
              + e.getMessage());
    }
  }

  private static String hash(Path... files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(contentHash(file));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] contentHash(Path file) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[1 << 16];
    try (InputStream content = Files.newInputStream(file)) {
      for (int count = content.read(block); count >= 0; count = content.read(block)) {
        digest.update(block, 0, count);
      }
    } catch (IOException e) {
      throw new ConfigException("onnx: " + file + " cannot be read: " + e.getMessage());
    }
    return digest.digest();
  }
}
