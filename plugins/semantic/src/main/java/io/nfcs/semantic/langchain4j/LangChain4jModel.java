package io.nfcs.semantic.langchain4j;

import io.nfcs.config.ConfigException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;

/**
 * A model of LangChain4j, called through method handles: the library may come from the folder of
 * plugins, where the classes of the class path cannot link to it.
 *
 * <p><b>Threads.</b> As the model says. <b>Owns</b> the model.
 */
final class LangChain4jModel implements AutoCloseable {
  private static final String LIBRARY = "dev.langchain4j.";
  private static final String KIND = LIBRARY + "model.embedding.EmbeddingModel";

  private final Object model;
  private final MethodHandle embed;
  private final String id;
  private final int dimension;

  private LangChain4jModel(Object model, MethodHandle embed, int dimension) {
    this.model = model;
    this.embed = embed;
    this.dimension = dimension;
    id = "langchain4j-" + model.getClass().getName() + "-" + dimension;
  }

  /**
   * Makes a model.
   *
   * @param name of its class
   * @param classes class loader of the model and its library
   */
  static LangChain4jModel of(String name, ClassLoader classes) {
    try {
      Object model = make(name, classes);
      Class<?> kind = classes.loadClass(KIND);
      if (!kind.isInstance(model)) {
        throw refused(name, "is not a " + KIND);
      }
      int dimension = dimension(name, kind, model);
      if (dimension < 1) {
        throw refused(name, "has the dimension " + dimension + ", allowed 1 and more");
      }
      return new LangChain4jModel(model, embed(kind, classes), dimension);
    } catch (ClassNotFoundException | NoSuchMethodException | NoClassDefFoundError e) {
      throw new ConfigException(
          "langchain4j.model: '"
              + name
              + "' finds no "
              + e.getMessage()
              + "; expected dev.langchain4j:langchain4j-core and all the model needs on the class"
              + " path or in plugins.dir");
    } catch (IllegalAccessException e) {
      throw new LinkageError(KIND + " is not public", e);
    }
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
      vector = (float[]) embed.invokeExact(model, text);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
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

  private static Object make(String name, ClassLoader classes) {
    try {
      return Class.forName(name, true, classes).getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw refused(name, "is not a class; expected a class of the class path or of plugins.dir");
    } catch (InvocationTargetException e) {
      throw refused(name, "its constructor fails: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw refused(name, "has no public constructor without parameters, or is not public itself");
    }
  }

  private static int dimension(String name, Class<?> kind, Object model)
      throws NoSuchMethodException, IllegalAccessException {
    try {
      return (int) kind.getMethod("dimension").invoke(model);
    } catch (InvocationTargetException e) {
      throw refused(name, "does not provide its dimension: " + e.getCause());
    }
  }

  /** Returns {@code model.embed(text).content().vector()}, from an object and a text. */
  private static MethodHandle embed(Class<?> kind, ClassLoader classes)
      throws ClassNotFoundException, NoSuchMethodException, IllegalAccessException {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    Class<?> response = classes.loadClass(LIBRARY + "model.output.Response");
    Class<?> embedding = classes.loadClass(LIBRARY + "data.embedding.Embedding");
    MethodHandle embed = lookup.unreflect(kind.getMethod("embed", String.class));
    MethodHandle content =
        lookup
            .unreflect(response.getMethod("content"))
            .asType(MethodType.methodType(embedding, response));
    MethodHandle vector = lookup.unreflect(embedding.getMethod("vector"));
    return MethodHandles.filterReturnValue(MethodHandles.filterReturnValue(embed, content), vector)
        .asType(MethodType.methodType(float[].class, Object.class, String.class));
  }

  private static ConfigException refused(String name, String why) {
    return new ConfigException("langchain4j.model: '" + name + "' " + why);
  }
}
