package io.nfcs.semantic.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.nfcs.config.ConfigException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A model of the BERT kind: rows of numbers in, one vector out.
 *
 * <p><b>Threads.</b> Any; they share one session. {@link #close} waits for running calls.
 * <b>Owns</b> the session and its native memory.
 */
final class OnnxModel implements AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  /** Supported outputs, the best one first: one that the model has pooled itself. */
  private static final List<String> OUTPUTS =
      List.of("sentence_embedding", "last_hidden_state", "token_embeddings");

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String output;
  private final boolean hasTypes;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean isClosed;

  private OnnxModel(OrtEnvironment environment, OrtSession session, Path file) throws OrtException {
    this.environment = environment;
    this.session = session;
    checkInputs(session.getInputInfo(), file);
    hasTypes = session.getInputNames().contains(TYPES);
    output =
        OUTPUTS.stream()
            .filter(session.getOutputNames()::contains)
            .findFirst()
            .orElseThrow(() ->
                refused(file, "its outputs are " + session.getOutputNames(), "one of " + OUTPUTS));
  }

  static OnnxModel load(Path file, OnnxSettings settings) {
    try (SessionOptions options = new SessionOptions()) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setInterOpNumThreads(1);
      options.setIntraOpNumThreads(settings.threads());
      options.addConfigEntry("session.intra_op.allow_spinning", settings.spinning() ? "1" : "0");
      OrtSession session = environment.createSession(file.toString(), options);
      try {
        return new OnnxModel(environment, session, file);
      } catch (OrtException | ConfigException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw refused(file, "cannot be loaded: " + e.getMessage(), "an ONNX model");
    } catch (LinkageError e) {
      throw new ConfigException("onnx: ONNX Runtime does not run on this machine: " + e);
    }
  }

  /**
   * Returns how the model's output is pooled: {@code mean} over all tokens, or its {@code own}
   * vector.
   */
  String pooling() {
    return output.equals(OUTPUTS.getFirst()) ? "own" : "mean";
  }

  /**
   * Returns the vector of a row of numbers, of any length.
   *
   * @throws OrtException if the model cannot process the row
   */
  double[] vector(long[] ids) throws OrtException {
    lock.readLock().lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("the embedder onnx is closed");
      }
      return run(ids);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!isClosed) {
        isClosed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the session of the embedder onnx does not close", e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private double[] run(long[] ids) throws OrtException {
    // every token counts: rows are not padded
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor tokens = tensor(ids);
        OnnxTensor mask = tensor(ones);
        OnnxTensor types = tensor(new long[ids.length])) {
      Map<String, OnnxTensor> inputs = new HashMap<>(Map.of(IDS, tokens, MASK, mask));
      if (hasTypes) {
        inputs.put(TYPES, types);
      }
      try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
        if (!(result.get(0) instanceof OnnxTensor tensor)) {
          throw new OrtException("output " + output + " is not a tensor");
        }
        return mean(tensor);
      }
    }
  }

  private OnnxTensor tensor(long[] row) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(row), new long[] {1, row.length});
  }

  /** Returns the mean of the rows of a tensor, or its only row. */
  private double[] mean(OnnxTensor tensor) throws OrtException {
    FloatBuffer rows = tensor.getFloatBuffer();
    long[] shape = tensor.getInfo().getShape();
    if (rows == null || shape.length < 2 || rows.remaining() == 0) {
      throw new OrtException(
          "output " + output + " is " + tensor.getInfo() + "; expected rows of floats");
    }
    double[] mean = new double[Math.toIntExact(shape[shape.length - 1])];
    int count = rows.remaining() / mean.length;
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += rows.get(row * mean.length + i);
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= count;
    }
    return mean;
  }

  private static void checkInputs(Map<String, NodeInfo> inputs, Path file) {
    if (!inputs.keySet().containsAll(Set.of(IDS, MASK))
        || !Set.of(IDS, MASK, TYPES).containsAll(inputs.keySet())) {
      throw refused(
          file,
          "its inputs are " + inputs.keySet(),
          IDS + " and " + MASK + ", and " + TYPES + " or not");
    }
    inputs.forEach((name, input) -> {
      if (!(input.getInfo() instanceof TensorInfo info) || info.type != OnnxJavaType.INT64) {
        throw refused(file, "its input " + name + " is " + input.getInfo(), "a tensor of int64");
      }
    });
  }

  private static ConfigException refused(Path file, String why, String allowed) {
    return new ConfigException("onnx.model: " + file + ": " + why + ", allowed " + allowed);
  }
}
