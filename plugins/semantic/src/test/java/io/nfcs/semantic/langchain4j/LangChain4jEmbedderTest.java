package io.nfcs.semantic.langchain4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.output.Response;
import io.nfcs.codec.Codec;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.PluginJar;
import io.nfcs.semantic.Embedder;
import io.nfcs.semantic.SemanticCache;
import io.nfcs.semantic.SemanticHit;
import io.nfcs.semantic.onnx.OnnxEmbedder;
import io.nfcs.semantic.onnx.TinyBert;
import io.nfcs.semantic.wordpiece.TinyTokenizer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LangChain4j runs a small model of ours by its own tokenizer, encoder and pooling. */
@Timeout(120)
class LangChain4jEmbedderTest {
  private static Path modelFile = Path.of("");
  private static Path tokenizerFile = Path.of("");

  @TempDir Path folder;

  /** The small model as users of LangChain4j have theirs. */
  public static final class Tiny extends OnnxEmbeddingModel {
    /** By the files of the test that runs. */
    public Tiny() {
      super(modelFile, tokenizerFile, PoolingMode.MEAN, Runnable::run);
    }
  }

  /** Vectors that are not of norm 1, and faults of a model. */
  public static final class Lengths implements EmbeddingModel, AutoCloseable {
    private static boolean isClosed;

    /** For the embedder. */
    public Lengths() {}

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
      return Response.from(
          texts.stream().map(text -> Embedding.from(vector(text.text()))).toList());
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public void close() {
      isClosed = true;
    }

    private static float[] vector(String text) {
      return switch (text) {
        case "short" -> new float[1];
        case "fail" -> throw new UnsupportedOperationException("on purpose");
        case "zero" -> new float[2];
        case "nan" -> new float[] {Float.NaN, 1};
        default -> new float[] {3 * text.length(), 4 * text.length()};
      };
    }
  }

  /** A model whose constructor fails. */
  public static final class Broken {
    /** Fails. */
    public Broken() {
      throw new IllegalStateException("no weights");
    }
  }

  @BeforeEach
  void writeFiles() throws IOException {
    modelFile = new TinyBert(5).writeTo(folder);
    tokenizerFile = new TinyTokenizer().writeTo(folder);
  }

  @Test
  void shouldGiveTheVectorsOfItsModelWhichAreThoseOfOurOwnEmbedder() {
    try (Embedder theirs = open(Tiny.class.getName());
        Embedder ours = new OnnxEmbedder()) {
      ours.open(
          NfcsConfig.parse("test", "{}")
              .with("onnx.model", modelFile.toString())
              .with("onnx.tokenizer", tokenizerFile.toString())
              .with("onnx.max_tokens", "64"));
      assertEquals(ours.dimension(), theirs.dimension());
      assertEquals("langchain4j-" + Tiny.class.getName() + "-32", theirs.id());
      for (String text :
          List.of(
              "a",
              "Hello world",
              "How do I reset my password?",
              "What is the capital of France?",
              "Café, 東京 and 3.14 (naïve)!",
              "a ☃ in a café")) {
        float[] vector = new EmbeddingOf(theirs).vector(text);
        assertArrayEquals(new EmbeddingOf(ours).vector(text), vector, 1e-5f, text);
        float[] plain = new Tiny().embed(text).content().vector();
        assertArrayEquals(plain, vector, 1e-5f, text);
      }
    }
  }

  @Test
  void shouldFindAStoredTextThroughTheCache() {
    NfcsConfig config = config(Tiny.class.getName()).with("semantic.embedder", "langchain4j");
    try (SemanticCache<String> cache = SemanticCache.open(config, Codec.text())) {
      cache.store("What is the capital of France?", "Paris");
      SemanticHit<String> hit = cache.findSimilar("what is THE capital of france?");
      assertNotNull(hit);
      assertEquals("Paris", hit.result());
    }
  }

  @Test
  void shouldScaleVectorsAndPassOnWhatIsNone() {
    Lengths.isClosed = false;
    try (Embedder embedder = open(Lengths.class.getName())) {
      EmbeddingOf of = new EmbeddingOf(embedder);
      assertArrayEquals(new float[] {0.6f, 0.8f}, of.vector("abc"), 1e-6f);
      assertArrayEquals(new float[2], of.vector("zero"));
      assertArrayEquals(new float[2], of.vector(" \t"));
      assertTrue(Float.isNaN(of.vector("nan")[0]));
      assertFails(of, "short", "gives 1 numbers for a text");
      assertFails(of, "fail", "fails on a text of 4 chars: java.lang.UnsupportedOperation");
    }
    assertTrue(Lengths.isClosed);
  }

  @ParameterizedTest
  @CsvSource({
    "'', is not a class",
    "org.example.None, 'is not a class; expected a class of the class path or of plugins.dir'",
    "java.lang.Object, is not a dev.langchain4j.model.embedding.EmbeddingModel",
    "java.lang.Integer, has no public constructor without parameters",
    "io.nfcs.semantic.langchain4j.LangChain4jEmbedderTest$Broken, its constructor fails: java"
  })
  void shouldSayWhatIsWrongWithTheClass(String name, String message) {
    String refusal =
        String.valueOf(assertThrows(ConfigException.class, () -> open(name)).getMessage());
    assertTrue(refusal.startsWith("langchain4j.model: '" + name + "' " + message), refusal);
  }

  /** The plugin is there without LangChain4j, and says what it lacks. */
  @Test
  void shouldBeFoundWithoutLangChain4jAndSayWhatIsMissing() throws Exception {
    try (URLClassLoader loader = without(path -> path.contains("langchain4j-"))) {
      Elsewhere embedder = new Elsewhere(loader);
      Exception failed =
          assertThrows(
              Exception.class,
              () -> embedder.open("langchain4j: {model: " + Tiny.class.getName() + "}"));
      String message = String.valueOf(failed.getCause());
      assertTrue(message.contains("finds no dev/langchain4j/"), message);
    }
  }

  /** What a user of the distribution does, whose class path is fixed. */
  @Test
  void shouldTakeModelAndLibraryFromTheFolderOfPlugins() throws Exception {
    Path jars = Files.createDirectory(folder.resolve("plugins"));
    String model = Lengths.class.getName();
    String file = model.replace('.', '/') + ".class";
    try (InputStream bytes =
        Objects.requireNonNull(Lengths.class.getClassLoader().getResourceAsStream(file))) {
      PluginJar.write(jars.resolve("model.jar"), Map.of(file, bytes.readAllBytes()));
    }
    for (String path : classPath()) {
      if (path.contains("langchain4j-")) {
        Files.copy(Path.of(path), jars.resolve(Path.of(path).getFileName()));
      }
    }
    try (URLClassLoader loader =
        without(path -> path.contains("langchain4j-") || path.contains("test-classes"))) {
      Elsewhere embedder = new Elsewhere(loader);
      embedder.open("{plugins: {dir: '" + jars + "'}, langchain4j: {model: " + model + "}}");
      float[] vector = new float[2];
      embedder.embed("abc", vector);
      assertArrayEquals(new float[] {0.6f, 0.8f}, vector, 1e-6f);
      embedder.close();
    }
  }

  private static String[] classPath() {
    return System.getProperty("java.class.path").split(File.pathSeparator, -1);
  }

  private static URLClassLoader without(Predicate<String> left) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String path : classPath()) {
      if (!left.test(path)) {
        urls.add(Path.of(path).toUri().toURL());
      }
    }
    return new URLClassLoader(
        "without", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** The embedder as the classes of another class path have it. */
  private static final class Elsewhere {
    private final Class<?> configKind;
    private final Class<?> kind;
    private final Object made;

    Elsewhere(ClassLoader loader) throws ClassNotFoundException {
      configKind = loader.loadClass(NfcsConfig.class.getName());
      kind = loader.loadClass(Embedder.class.getName());
      made =
          ServiceLoader.load(kind, loader).stream()
              .filter(one -> one.type().getSimpleName().equals("LangChain4jEmbedder"))
              .findFirst()
              .orElseThrow()
              .get();
    }

    void open(String config) throws ReflectiveOperationException {
      Object parsed =
          configKind.getMethod("parse", String.class, String.class).invoke(null, "test", config);
      kind.getMethod("open", configKind).invoke(made, parsed);
    }

    void embed(String text, float[] vector) throws ReflectiveOperationException {
      kind.getMethod("embed", String.class, float[].class).invoke(made, text, vector);
    }

    void close() throws ReflectiveOperationException {
      kind.getMethod("close").invoke(made);
    }
  }

  private record EmbeddingOf(Embedder embedder) {
    float[] vector(String text) {
      float[] vector = new float[embedder.dimension()];
      embedder.embed(text, vector);
      return vector;
    }
  }

  private static void assertFails(EmbeddingOf of, String text, String message) {
    String failure =
        String.valueOf(assertThrows(IllegalStateException.class, () -> of.vector(text)));
    assertTrue(failure.contains(message), failure);
  }

  private static NfcsConfig config(String model) {
    return NfcsConfig.parse("test", "{}").with("langchain4j.model", "'" + model + "'");
  }

  private static Embedder open(String model) {
    Embedder embedder = new LangChain4jEmbedder();
    embedder.open(config(model));
    return embedder;
  }
}
