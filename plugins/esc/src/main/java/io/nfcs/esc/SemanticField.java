package io.nfcs.esc;

import static io.nfcs.esc.TokenVectors.DIMENSION;

import io.nfcs.memory.Digest;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import java.util.Arrays;

/**
 * Field of layers that follow the tokens, the first within a second or two, the last more slowly
 * but further: S = d S + (1 - d) g c, with the contribution c of a batch.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
final class SemanticField {
  /** Number of layers. */
  static final int LAYERS = 6;

  /** Bytes of {@link #save}. */
  static final int STATE_BYTES = LAYERS * DIMENSION * Double.BYTES;

  private static final double FIRST_DECAY = 0.95;
  private static final double LAST_DECAY = 0.99;
  private static final double FIRST_GAIN = 0.1;
  private static final double LAST_GAIN = 0.5;

  private final double[][] layers = new double[LAYERS][DIMENSION];
  private final double[] mean = new double[DIMENSION];

  /** Computes the next state. */
  void drive(double[] contribution) {
    for (int layer = 0; layer < LAYERS; layer++) {
      double decay = decay(layer);
      double gain = (1 - decay) * gain(layer);
      double[] state = layers[layer];
      for (int i = 0; i < DIMENSION; i++) {
        state[i] = decay * state[i] + gain * contribution[i];
      }
    }
  }

  /** Writes one layer after the other. */
  void save(StateWriter to) {
    for (double[] state : layers) {
      to.writeDoubles(state, 0, DIMENSION);
    }
  }

  void restore(StateReader from) {
    for (double[] state : layers) {
      System.arraycopy(from.readFinite("field", DIMENSION), 0, state, 0, DIMENSION);
    }
  }

  /**
   * Returns the length of the mean of the layers' directions: 1 where the fast and the slow ones
   * agree.
   */
  double order() {
    Arrays.fill(mean, 0);
    for (double[] state : layers) {
      double norm = norm(state);
      for (int i = 0; i < DIMENSION && norm > 0; i++) {
        mean[i] += state[i] / norm;
      }
    }
    return Math.min(1, norm(mean) / LAYERS);
  }

  long digest() {
    long digest = 0;
    for (double[] state : layers) {
      for (double value : state) {
        digest = Digest.mix(digest, Double.doubleToRawLongBits(value));
      }
    }
    return digest;
  }

  double value(int layer, int index) {
    return layers[layer][index];
  }

  static double decay(int layer) {
    return FIRST_DECAY + (LAST_DECAY - FIRST_DECAY) * layer / (LAYERS - 1);
  }

  static double gain(int layer) {
    return FIRST_GAIN + (LAST_GAIN - FIRST_GAIN) * layer / (LAYERS - 1);
  }

  private static double norm(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
