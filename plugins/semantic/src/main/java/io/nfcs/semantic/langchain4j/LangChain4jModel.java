package io.nfcs.semantic.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.nfcs.config.ConfigException;
import java.lang.reflect.InvocationTargetException;

/** A model and its name. Separate from the embedder, which must load without LangChain4j. */
final class LangChain4jModel implements AutoCloseable {
  private final EmbeddingModel model;
  private final String id;
  private final int dimension;

  private LangChain4jModel(EmbeddingModel model, int dimension) {
    this.model = model;
    this.dimension = dimension;
    id = "langchain4j-" + model.getClass().getName() + "-" + dimension;
  }

  static LangChain4jModel of(String name) {
    EmbeddingModel model = make(name);
    int dimension;
    try {
      dimension = model.dimension();
    } catch (RuntimeException e) {
      throw refused(name, "does not provide its dimension: " + e);
    }
    if (dimension < 1) {
      throw refused(name, "has the dimension " + dimension + ", allowed 1 and more");
    }
    return new LangChain4jModel(model, dimension);
  }

  String id() {
    return id;
  }

  int dimension() {
    return dimension;
  }

  /** Returns the vector of a text as the model gives it. */
  float[] vector(String text) {
    float[] vector;
    try {
      vector = model.embed(text).content().vector();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "embedder " + id + " fails on a text of " + text.length() + " chars: " + e, e);
    }
    if (vector.length != dimension) {
      throw new IllegalStateException(
          "embedder " + id + " gives " + vector.length + " numbers for a text");
    }
    return vector;
  }

  @Override
  public void close() {
    if (model instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("embedder " + id + " cannot be closed", e);
      }
    }
  }

  private static EmbeddingModel make(String name) {
    try {
      Object made =
          Class.forName(name, true, LangChain4jModel.class.getClassLoader())
              .getConstructor()
              .newInstance();
      if (made instanceof EmbeddingModel model) {
        return model;
      }
      throw refused(name, "is not a " + EmbeddingModel.class.getName());
    } catch (ClassNotFoundException e) {
      throw refused(name, "is not a class; expected a class of the class path");
    } catch (InvocationTargetException e) {
      throw refused(name, "its constructor fails: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw refused(name, "has no public constructor without parameters, or is not public itself");
    }
  }

  private static ConfigException refused(String name, String why) {
    return new ConfigException("langchain4j.model: '" + name + "' " + why);
  }
}
