package io.nfcs.semantic;

import io.nfcs.config.NfcsConfig;

/**
 * Turns texts into unit vectors, so that texts of like meaning have a large cosine. A plugin: found
 * by {@link java.util.ServiceLoader}, chosen by {@link #name()} in {@code semantic.embedder}.
 *
 * <p><b>Threads.</b> Any, once opened. <b>Fails.</b> {@link #open} with a {@link
 * io.nfcs.config.ConfigException} on what it cannot work with.
 */
public interface Embedder extends AutoCloseable {
  /** Name in the configuration. */
  String name();

  /** Reads its section of the configuration and loads what it needs. */
  void open(NfcsConfig config);

  /**
   * Identity of the map from texts to vectors: another one for another model, pooling or version.
   * Vectors of different identities are never compared.
   */
  String id();

  /** Components of a vector. */
  int dimension();

  /** Whether a vector costs so much more than a look-up that vectors of late are worth keeping. */
  default boolean isCostly() {
    return false;
  }

  /**
   * Embeds a text.
   *
   * @param vector is filled with {@link #dimension()} components of Euclidean norm 1; with zeros if
   *     the text says nothing that the embedder understands
   */
  void embed(String text, float[] vector);

  @Override
  default void close() {}
}
