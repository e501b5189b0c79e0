package io.nfcs.semantic.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writer of a graph in the ONNX format, version 8, operators of version 17. */
final class OnnxGraph {
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int INT64 = 7;

  private final Protobuf graph = new Protobuf().text(2, "tiny");
  private int values;

  /** Adds rows of whole numbers as an input: one dimension for texts, one for tokens. */
  OnnxGraph input(String name, boolean isWide) {
    graph.message(11, value(name, isWide ? INT64 : INT32, "texts", "tokens"));
    return this;
  }

  /** Adds a value as an output under a name. */
  void output(String name, String value, String... dimensions) {
    node(name, "Identity", value);
    graph.message(12, value(name, FLOAT, dimensions));
  }

  String weights(String name, float[] values, int... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(name, FLOAT, raw.array(), shape);
  }

  String scalar(float value) {
    return weights(next(), new float[] {value});
  }

  String wholes(long... values) {
    ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(next(), INT64, raw.array(), values.length);
  }

  String whole(long value) {
    byte[] raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return constant(next(), INT64, raw);
  }

  /** Adds an operation without attributes and returns its output. */
  String apply(String operation, String... inputs) {
    return node(next(), operation, inputs);
  }

  String transpose(String input, long... order) {
    Protobuf attribute = new Protobuf().text(1, "perm").number(20, 7);
    for (long axis : order) {
      attribute.number(8, axis);
    }
    return with(attribute, "Transpose", input);
  }

  String softmax(String input) {
    return with(new Protobuf().text(1, "axis").number(20, 2).number(3, -1), "Softmax", input);
  }

  String gather(int axis, String rows, String index) {
    return with(
        new Protobuf().text(1, "axis").number(20, 2).number(3, axis), "Gather", rows, index);
  }

  String norm(String input, String scale, String bias) {
    Protobuf epsilon = new Protobuf().text(1, "epsilon").number(20, 1).real(2, 1e-12f);
    return with(epsilon, "LayerNormalization", input, scale, bias);
  }

  String toFloat(String input) {
    return with(new Protobuf().text(1, "to").number(20, 2).number(3, FLOAT), "Cast", input);
  }

  byte[] toBytes() {
    return new Protobuf()
        .number(1, 8)
        .message(8, new Protobuf().text(1, "").number(2, 17))
        .message(7, graph)
        .toBytes();
  }

  private String with(Protobuf attribute, String operation, String... inputs) {
    String output = next();
    graph.message(1, start(output, operation, inputs).message(5, attribute));
    return output;
  }

  private String node(String output, String operation, String... inputs) {
    graph.message(1, start(output, operation, inputs));
    return output;
  }

  private static Protobuf start(String output, String operation, String... inputs) {
    Protobuf node = new Protobuf();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operation);
  }

  private String constant(String name, int type, byte[] raw, int... shape) {
    Protobuf tensor = new Protobuf();
    for (int length : shape) {
      tensor.number(1, length);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return name;
  }

  private static Protobuf value(String name, int type, String... dimensions) {
    Protobuf shape = new Protobuf();
    for (String dimension : dimensions) {
      shape.message(1, new Protobuf().text(2, dimension));
    }
    Protobuf tensor = new Protobuf().number(1, type).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }

  private String next() {
    return "v" + values++;
  }
}
