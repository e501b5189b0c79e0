package io.nfcs.semantic;

import io.nfcs.config.NfcsConfig;

/**
 * Function from texts to unit vectors, so that texts of similar meaning have a large cosine. A
 * plugin: found by {@link java.util.ServiceLoader}, chosen by {@link #name()} in {@code
 * semantic.embedder}.
 *
 * <p><b>Threads.</b> {@link #open} and {@link #close} by one; all else by any, several at a time,
 * once opened. <b>Fails.</b> {@link #open} with a {@link io.nfcs.config.ConfigException} on a
 * configuration it cannot work with.
 */
public interface Embedder extends AutoCloseable {
  /** Returns the name in the configuration. */
  String name();

  /** Reads its section of the configuration and loads its resources; called once. */
  void open(NfcsConfig config);

  /**
   * Returns the identity of the map from texts to vectors: another one for another model, pooling
   * or version. Vectors of different identities are never compared: a durable cache refuses a
   * folder of another one. Known once open; does not change.
   */
  String id();

  /** Returns the components of a vector. */
  int dimension();

  /**
   * Returns whether a vector costs so much more than a look-up that recent vectors are worth
   * keeping.
   */
  default boolean isCostly() {
    return false;
  }

  /**
   * Embeds a text. Equal texts must have equal vectors, on every machine and in every process.
   *
   * @param vector is filled with {@link #dimension()} components of Euclidean norm 1; with zeros if
   *     the text says nothing that the embedder understands, which then has a hit by the same text
   *     only
   * @throws RuntimeException if it fails; the store or look-up fails with it
   */
  void embed(String text, float[] vector);

  /** Frees the resources of {@link #open}; also called if that has failed. */
  @Override
  default void close() {}
}
