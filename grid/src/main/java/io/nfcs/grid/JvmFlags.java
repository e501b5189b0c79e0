package io.nfcs.grid;

import io.nfcs.config.StartException;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * The packages of the JDK that Ignite and Chronicle reach into, and the check that the JVM was
 * started with the flags that open them.
 */
final class JvmFlags {
  /** Needed flags, as they stand in {@code config/jvm.options}. */
  static final List<Opening> NEEDED =
      List.of(
          new Opening(Kind.EXPORTS, "java.base", "jdk.internal.ref"),
          new Opening(Kind.EXPORTS, "java.base", "sun.nio.ch"),
          new Opening(Kind.EXPORTS, "jdk.compiler", "com.sun.tools.javac.file"),
          new Opening(Kind.OPENS, "jdk.compiler", "com.sun.tools.javac"),
          new Opening(Kind.OPENS, "java.base", "java.lang"),
          new Opening(Kind.OPENS, "java.base", "java.lang.reflect"),
          new Opening(Kind.OPENS, "java.base", "java.io"),
          new Opening(Kind.OPENS, "java.base", "java.util"),
          new Opening(Kind.OPENS, "java.base", "jdk.internal.access"),
          new Opening(Kind.OPENS, "java.base", "jdk.internal.misc"),
          new Opening(Kind.OPENS, "java.base", "sun.nio.ch"),
          new Opening(Kind.OPENS, "java.base", "sun.util.calendar"),
          new Opening(Kind.OPENS, "java.management", "com.sun.jmx.mbeanserver"),
          new Opening(Kind.OPENS, "jdk.internal.jvmstat", "sun.jvmstat.monitor"),
          new Opening(Kind.OPENS, "java.base", "sun.reflect.generics.reflectiveObjects"),
          new Opening(Kind.OPENS, "jdk.management", "com.sun.management.internal"),
          new Opening(Kind.OPENS, "java.base", "java.nio"),
          new Opening(Kind.OPENS, "java.base", "java.net"),
          new Opening(Kind.OPENS, "java.base", "java.util.concurrent"),
          new Opening(Kind.OPENS, "java.base", "java.util.concurrent.locks"),
          new Opening(Kind.OPENS, "java.base", "java.util.concurrent.atomic"),
          new Opening(Kind.OPENS, "java.base", "java.lang.invoke"),
          new Opening(Kind.OPENS, "java.base", "java.math"),
          new Opening(Kind.OPENS, "java.sql", "java.sql"),
          new Opening(Kind.OPENS, "java.base", "java.time"),
          new Opening(Kind.OPENS, "java.base", "java.text"),
          new Opening(Kind.OPENS, "java.management", "sun.management"),
          new Opening(Kind.OPENS, "java.desktop", "java.awt.font"));

  private JvmFlags() {}

  /** Refuses to go on while flags are missing, naming each with its full line. */
  static void check() {
    List<String> missing =
        NEEDED.stream().filter(opening -> !opening.given()).map(Opening::flag).toList();
    if (!missing.isEmpty()) {
      throw new StartException(
          "the JVM was started without flags that Ignite and Chronicle need; add these, or start"
              + " with java @config/jvm.options:\n  "
              + String.join("\n  ", missing),
          null);
    }
  }

  /** How a package is opened. */
  enum Kind {
    EXPORTS,
    OPENS
  }

  /** One package of the JDK opened to the class path. */
  record Opening(Kind kind, String module, String name) {
    boolean given() {
      Optional<Module> found = ModuleLayer.boot().findModule(module);
      if (found.isEmpty() || !knows(found.get().getDescriptor())) {
        return true;
      }
      Module unnamed = JvmFlags.class.getModule();
      return kind == Kind.OPENS
          ? found.get().isOpen(name, unnamed)
          : found.get().isExported(name, unnamed);
    }

    String flag() {
      String option = kind == Kind.OPENS ? "--add-opens" : "--add-exports";
      return option + "=" + module + "/" + name + "=ALL-UNNAMED";
    }

    private boolean knows(ModuleDescriptor descriptor) {
      return descriptor.packages().contains(name);
    }
  }
}
