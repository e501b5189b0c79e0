package io.nfcs.semantic.onnx;

import io.nfcs.semantic.wordpiece.TinyTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** A BERT with random weights, written as a {@code model.onnx}. */
public final class TinyBert {
  static final int LAYERS = 2;
  static final int HEADS = 4;
  static final int INNER = 64;
  static final int MAX_TOKENS = 64;

  /** Components of its vectors. */
  public static final int HIDDEN = 32;

  private final Map<String, float[]> weights = new LinkedHashMap<>();
  private final Map<String, int[]> shapes = new LinkedHashMap<>();
  private boolean hasTypes = true;
  private boolean isWide = true;
  private String output = "last_hidden_state";

  /** Creates the weights of a seed. */
  public TinyBert(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    draw(random, "word", 1, TinyTokenizer.size(), HIDDEN);
    draw(random, "position", 0.3, MAX_TOKENS, HIDDEN);
    draw(random, "type", 0.3, 2, HIDDEN);
    drawNorm(random, "norm");
    for (int layer = 0; layer < LAYERS; layer++) {
      for (String part : new String[] {"query", "key", "value", "out"}) {
        drawLinear(random, layer + part, HIDDEN, HIDDEN);
      }
      drawNorm(random, layer + "norm1");
      drawLinear(random, layer + "inner", HIDDEN, INNER);
      drawLinear(random, layer + "outer", INNER, HIDDEN);
      drawNorm(random, layer + "norm2");
    }
  }

  /** Omits the input {@code token_type_ids}. */
  TinyBert withoutTypes() {
    hasTypes = false;
    return this;
  }

  /** Uses inputs of 32 bits. */
  TinyBert narrow() {
    isWide = false;
    return this;
  }

  /**
   * Uses an output of another name; {@code sentence_embedding} is the vector of the first token.
   */
  TinyBert output(String name) {
    output = name;
    return this;
  }

  /** Sets all components of a token's own vector. */
  TinyBert word(long id, float value) {
    int from = Math.toIntExact(id) * HIDDEN;
    Arrays.fill(weights("word"), from, from + HIDDEN, value);
    return this;
  }

  boolean hasTypes() {
    return hasTypes;
  }

  boolean isPooled() {
    return output.equals("sentence_embedding");
  }

  float[] weights(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  /** Writes it into a folder. */
  public Path writeTo(Path folder) throws IOException {
    return Files.write(folder.resolve("model.onnx"), graph().toBytes());
  }

  private OnnxGraph graph() {
    OnnxGraph graph = new OnnxGraph().input("input_ids", isWide).input("attention_mask", isWide);
    weights.forEach(
        (name, values) -> graph.weights(name, values, Objects.requireNonNull(shapes.get(name))));
    String tokens = graph.gather(0, graph.apply("Shape", "input_ids"), graph.whole(1));
    String places = graph.apply("Range", graph.whole(0), tokens, graph.whole(1));
    String sum =
        graph.apply(
            "Add", graph.gather(0, "word", "input_ids"), graph.gather(0, "position", places));
    if (hasTypes) {
      graph.input("token_type_ids", isWide);
      sum = graph.apply("Add", sum, graph.gather(0, "type", "token_type_ids"));
    }
    String hidden = graph.norm(sum, "norm.scale", "norm.bias");
    String away = graph.apply("Sub", graph.scalar(1), graph.toFloat("attention_mask"));
    String mask = graph.apply("Mul", away, graph.scalar(-10_000));
    mask = graph.apply("Unsqueeze", mask, graph.wholes(1, 2));
    for (int layer = 0; layer < LAYERS; layer++) {
      hidden = layer(graph, layer, hidden, mask);
    }
    if (isPooled()) {
      graph.output(output, graph.gather(1, hidden, graph.whole(0)), "texts", "hidden");
    } else {
      graph.output(output, hidden, "texts", "tokens", "hidden");
    }
    return graph;
  }

  private static String layer(OnnxGraph graph, int layer, String input, String mask) {
    String query = heads(graph, linear(graph, layer + "query", input), 0, 2, 1, 3);
    String key = heads(graph, linear(graph, layer + "key", input), 0, 2, 3, 1);
    String value = heads(graph, linear(graph, layer + "value", input), 0, 2, 1, 3);
    String scale = graph.scalar((float) (1 / Math.sqrt((double) HIDDEN / HEADS)));
    String scores = graph.apply("Mul", graph.apply("MatMul", query, key), scale);
    String shares = graph.softmax(graph.apply("Add", scores, mask));
    String seen = graph.transpose(graph.apply("MatMul", shares, value), 0, 2, 1, 3);
    String joined = graph.apply("Reshape", seen, graph.wholes(0, 0, HIDDEN));
    String attended = graph.apply("Add", input, linear(graph, layer + "out", joined));
    String middle = graph.norm(attended, layer + "norm1.scale", layer + "norm1.bias");
    String inner = linear(graph, layer + "inner", middle);
    String half = graph.apply("Mul", inner, graph.scalar((float) Math.sqrt(0.5)));
    String gate = graph.apply("Add", graph.apply("Erf", half), graph.scalar(1));
    String bent = graph.apply("Mul", graph.apply("Mul", inner, gate), graph.scalar(0.5f));
    String out = graph.apply("Add", middle, linear(graph, layer + "outer", bent));
    return graph.norm(out, layer + "norm2.scale", layer + "norm2.bias");
  }

  private static String linear(OnnxGraph graph, String name, String input) {
    return graph.apply("Add", graph.apply("MatMul", input, name), name + ".bias");
  }

  private static String heads(OnnxGraph graph, String input, long... order) {
    String cut = graph.apply("Reshape", input, graph.wholes(0, 0, HEADS, HIDDEN / HEADS));
    return graph.transpose(cut, order);
  }

  private void drawLinear(SplittableRandom random, String name, int from, int to) {
    draw(random, name, 1.5 / Math.sqrt(from), from, to);
    draw(random, name + ".bias", 0.2, to);
  }

  private void drawNorm(SplittableRandom random, String name) {
    float[] scale = draw(random, name + ".scale", 0.2, HIDDEN);
    for (int i = 0; i < scale.length; i++) {
      scale[i] += 1;
    }
    draw(random, name + ".bias", 0.2, HIDDEN);
  }

  private float[] draw(SplittableRandom random, String name, double deviation, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    weights.put(name, values);
    shapes.put(name, shape);
    return values;
  }
}
