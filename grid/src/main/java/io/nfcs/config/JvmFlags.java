package io.nfcs.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The flags that parts of this code need of the JVM, as they stand in {@code config/jvm.options},
 * and the check that it was started with them.
 */
public final class JvmFlags {
  private static final String EXPORTS = "--add-exports";
  private static final String OPENS = "--add-opens";

  private JvmFlags() {}

  /** A part of the code that needs flags. */
  public enum Part {
    /** The kernels of solvers, without which they are several times slower. */
    SIMD(new Flag("--add-modules", "jdk.incubator.vector", "")),

    /** Buffers: Agrona's. */
    BUFFERS(new Flag(OPENS, "java.base", "jdk.internal.misc")),

    /** The journal of a run: Chronicle Queue. */
    JOURNAL(
        new Flag(EXPORTS, "java.base", "jdk.internal.ref"),
        new Flag(EXPORTS, "java.base", "sun.nio.ch"),
        new Flag(EXPORTS, "jdk.compiler", "com.sun.tools.javac.file"),
        new Flag(OPENS, "jdk.compiler", "com.sun.tools.javac"),
        new Flag(OPENS, "java.base", "java.lang"),
        new Flag(OPENS, "java.base", "java.lang.reflect"),
        new Flag(OPENS, "java.base", "java.io"),
        new Flag(OPENS, "java.base", "java.util")),

    /** The node: Ignite. */
    NODE(
        new Flag(OPENS, "java.base", "java.lang"),
        new Flag(OPENS, "java.base", "java.lang.reflect"),
        new Flag(OPENS, "java.base", "java.io"),
        new Flag(OPENS, "java.base", "java.util"),
        new Flag(OPENS, "java.base", "jdk.internal.access"),
        new Flag(OPENS, "java.base", "jdk.internal.misc"),
        new Flag(OPENS, "java.base", "sun.nio.ch"),
        new Flag(OPENS, "java.base", "sun.util.calendar"),
        new Flag(OPENS, "java.management", "com.sun.jmx.mbeanserver"),
        new Flag(OPENS, "jdk.internal.jvmstat", "sun.jvmstat.monitor"),
        new Flag(OPENS, "java.base", "sun.reflect.generics.reflectiveObjects"),
        new Flag(OPENS, "jdk.management", "com.sun.management.internal"),
        new Flag(OPENS, "java.base", "java.nio"),
        new Flag(OPENS, "java.base", "java.net"),
        new Flag(OPENS, "java.base", "java.util.concurrent"),
        new Flag(OPENS, "java.base", "java.util.concurrent.locks"),
        new Flag(OPENS, "java.base", "java.util.concurrent.atomic"),
        new Flag(OPENS, "java.base", "java.lang.invoke"),
        new Flag(OPENS, "java.base", "java.math"),
        new Flag(OPENS, "java.sql", "java.sql"),
        new Flag(OPENS, "java.base", "java.time"),
        new Flag(OPENS, "java.base", "java.text"),
        new Flag(OPENS, "java.management", "sun.management"),
        new Flag(OPENS, "java.desktop", "java.awt.font"));

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, which its type does not say
    private final List<Flag> flags;

    Part(Flag... flags) {
      this.flags = List.of(flags);
    }

    /** Returns the flags of the part, as they stand in {@code config/jvm.options}. */
    public List<String> flags() {
      return flags.stream().map(Flag::text).toList();
    }
  }

  /**
   * Throws an exception if flags are missing, naming each with its full line.
   *
   * @param parts parts that are about to be used; flags of others are not checked
   * @throws StartException if any is missing
   */
  public static void check(Part... parts) {
    Set<String> missing = new LinkedHashSet<>();
    Arrays.stream(parts)
        .flatMap(part -> part.flags.stream())
        .filter(flag -> !flag.isGiven())
        .map(Flag::text)
        .forEach(missing::add);
    if (!missing.isEmpty()) {
      throw new StartException(
          "the JVM was started without flags that it needs here; add these, or start with java"
              + " @jvm.options, a file that java -cp CLASSPATH io.nfcs.config.JvmOptions prints (in a"
              + " checkout or an installation config/jvm.options):\n  "
              + String.join("\n  ", missing),
          null);
    }
  }

  /** A module that is added, or one package of the JDK that is opened to the class path. */
  private record Flag(String option, String module, String name) {
    boolean isGiven() {
      Optional<Module> found = ModuleLayer.boot().findModule(module);
      if (name.isEmpty()) {
        return found.isPresent();
      }
      if (found.isEmpty() || !found.get().getDescriptor().packages().contains(name)) {
        return true;
      }
      Module unnamed = JvmFlags.class.getModule();
      return option.equals(OPENS)
          ? found.get().isOpen(name, unnamed)
          : found.get().isExported(name, unnamed);
    }

    String text() {
      return option + "=" + module + (name.isEmpty() ? "" : "/" + name + "=ALL-UNNAMED");
    }
  }
}
