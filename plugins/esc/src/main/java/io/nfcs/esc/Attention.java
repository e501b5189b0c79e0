package io.nfcs.esc;

import static io.nfcs.esc.TokenVectors.DIMENSION;

import java.util.Arrays;

/**
 * Attention weights of the tokens of a batch: {@value #HEADS} heads of scaled dot-product attention
 * (Vaswani et al. 2017), each over the neighbours within 1, 2, 4 and 8 places, the mean of the
 * four, mixed by {@value #SHARE} into the equal weights of the plain mean.
 *
 * <p>The contribution of a batch is the mean of its tokens' mixed vectors; as that is linear, only
 * the weights are computed.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
final class Attention {
  /** Parts of the vectors with weights of their own. */
  static final int HEADS = 8;

  /** Share of attention in a mixed vector. */
  static final double SHARE = 0.2;

  private static final int HEAD = DIMENSION / HEADS;
  private static final int REACH = 8;

  /**
   * Factor of the scores: sqrt(64) of the heads, and sqrt(512) twice of the rotated vectors in
   * units of their spread.
   */
  private static final double SCALE = 1.0 / (8 * DIMENSION);

  private final TokenVectors vectors = new TokenVectors();
  private final int[] queries;
  private final int[] keys;
  private final double[] weights;
  private final double[] exponentials = new double[2 * REACH + 1];

  Attention(int maxTokens) {
    queries = new int[maxTokens * DIMENSION];
    keys = new int[maxTokens * DIMENSION];
    weights = new double[maxTokens];
  }

  /**
   * Computes the contribution of a batch.
   *
   * @param signs of its tokens, one vector after the other
   * @param tokens number of tokens, at least 1
   * @param target is filled
   */
  void contribute(int[] signs, int tokens, double[] target) {
    for (int token = 0; token < tokens; token++) {
      vectors.query(signs, queries, token * DIMENSION);
      vectors.key(signs, keys, token * DIMENSION);
    }
    double unit = 1 / (tokens * Math.sqrt(DIMENSION));
    for (int head = 0; head < HEADS; head++) {
      weigh(head * HEAD, tokens);
      mix(signs, head * HEAD, tokens, unit, target);
    }
  }

  /** Sums over the tokens the attention that each pays to each, as the mean over the reaches. */
  private void weigh(int offset, int tokens) {
    Arrays.fill(weights, 0, tokens, 0);
    for (int token = 0; token < tokens; token++) {
      int from = Math.max(0, token - REACH);
      int to = Math.min(tokens - 1, token + REACH);
      exponentials(token, from, to, offset);
      for (int reach = 1; reach <= REACH; reach *= 2) {
        int first = Math.max(from, token - reach);
        int last = Math.min(to, token + reach);
        double sum = 0;
        for (int other = first; other <= last; other++) {
          sum += exponentials[other - from];
        }
        double factor = 0.25 / sum;
        for (int other = first; other <= last; other++) {
          weights[other] += factor * exponentials[other - from];
        }
      }
    }
  }

  private void exponentials(int token, int from, int to, int offset) {
    int largest = Integer.MIN_VALUE;
    for (int other = from; other <= to; other++) {
      int product = product(token * DIMENSION + offset, other * DIMENSION + offset);
      exponentials[other - from] = product;
      largest = Math.max(largest, product);
    }
    for (int i = 0; i <= to - from; i++) {
      exponentials[i] = StrictMath.exp((exponentials[i] - largest) * SCALE);
    }
  }

  private int product(int query, int key) {
    int product = 0;
    for (int i = 0; i < HEAD; i++) {
      product += queries[query + i] * keys[key + i];
    }
    return product;
  }

  private void mix(int[] signs, int offset, int tokens, double unit, double[] target) {
    Arrays.fill(target, offset, offset + HEAD, 0);
    for (int token = 0; token < tokens; token++) {
      double weight = unit * (1 - SHARE + SHARE * weights[token]);
      int from = token * DIMENSION + offset;
      for (int i = 0; i < HEAD; i++) {
        target[offset + i] += weight * signs[from + i];
      }
    }
  }
}
