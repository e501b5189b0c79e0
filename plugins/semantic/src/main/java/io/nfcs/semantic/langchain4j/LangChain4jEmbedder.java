package io.nfcs.semantic.langchain4j;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.semantic.Embedder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Embedder {@code langchain4j}: an {@code EmbeddingModel} of LangChain4j, named by its class, on
 * the class path or in {@code plugins.dir}.
 *
 * <p>The model's vectors are scaled to norm 1. A class that computes other vectors than before must
 * change its name, or its dimension.
 *
 * <p><b>Threads.</b> As the model says. <b>Owns</b> the model, and closes it if it can be closed.
 * <b>Fails</b> with an {@link IllegalStateException} if the model does.
 */
public final class LangChain4jEmbedder implements Embedder {
  private @Nullable Plugins plugins;
  private @Nullable LangChain4jModel model;

  /** Creates the service. */
  public LangChain4jEmbedder() {}

  @Override
  public String name() {
    return "langchain4j";
  }

  @Override
  public void open(NfcsConfig config) {
    LangChain4jSettings settings = config.section("langchain4j", LangChain4jSettings.class);
    plugins = Plugins.open(config);
    model = LangChain4jModel.of(settings.model(), plugins.classes());
  }

  @Override
  public String id() {
    return opened().id();
  }

  @Override
  public int dimension() {
    return opened().dimension();
  }

  @Override
  public boolean isCostly() {
    return true;
  }

  @Override
  public void embed(String text, float[] vector) {
    LangChain4jModel opened = opened();
    if (text.isBlank()) {
      // LangChain4j refuses such texts
      Arrays.fill(vector, 0, opened.dimension(), 0);
      return;
    }
    float[] meant = opened.vector(text);
    double squares = 0;
    for (float component : meant) {
      squares += (double) component * component;
    }
    double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
    for (int i = 0; i < meant.length; i++) {
      vector[i] = (float) (meant[i] * scale);
    }
  }

  @Override
  public void close() {
    Plugins jars = plugins;
    LangChain4jModel opened = model;
    try (jars;
        opened) {
      model = null;
      plugins = null;
    }
  }

  private LangChain4jModel opened() {
    return Objects.requireNonNull(model, "the embedder langchain4j is not open");
  }
}
