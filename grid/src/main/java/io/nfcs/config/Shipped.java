package io.nfcs.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The settings and JVM flags that come with the library, in its jar {@code nfcs-config}: what
 * {@code config/nfcs.yaml} and {@code config/jvm.options} of a checkout are.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with a {@link StartException} if that jar is not on the
 * class path.
 */
public final class Shipped {
  private static final String FOLDER = "/META-INF/nfcs/config/";
  private static final String SETTINGS = "nfcs.yaml";
  private static final Pattern SECTION = Pattern.compile("^(\\w+):", Pattern.MULTILINE);

  private Shipped() {}

  /**
   * Returns every setting of the library and of the plugins that come with it, with its default.
   */
  public static NfcsConfig settings() {
    return NfcsConfig.parse(SETTINGS, text(SETTINGS));
  }

  /**
   * Returns the names of the sections of {@link #settings}, whether their plugins are there or not.
   */
  public static Set<String> sections() {
    Set<String> sections = new TreeSet<>();
    SECTION.matcher(text(SETTINGS)).results().forEach(section -> sections.add(section.group(1)));
    return sections;
  }

  /** Returns the flags of the JVM, as an argument file: {@code java @jvm.options}. */
  public static String jvmOptions() {
    return text("jvm.options");
  }

  private static String text(String file) {
    try (InputStream stream = Shipped.class.getResourceAsStream(FOLDER + file)) {
      if (stream == null) {
        throw new StartException(
            "the class path has no " + file + ", which is in nfcs-config", null);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
