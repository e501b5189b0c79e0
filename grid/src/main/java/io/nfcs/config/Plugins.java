package io.nfcs.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds plugins by {@link ServiceLoader}: those of the class path and those of the jars in {@code
 * plugins.dir}.
 *
 * <p><b>Threads.</b> The starting thread. <b>Fails</b> with {@link ConfigException} on a folder
 * that is none, on a jar or a plugin of it that cannot be loaded, on two plugins of one name, and
 * on a name that no plugin has.
 */
public final class Plugins {
  private static final String SECTIONS = "META-INF/nfcs/sections";

  private final ClassLoader loader;

  /** The plugins that section {@code plugins} tells of. */
  public Plugins(NfcsConfig config) {
    String dir = config.section("plugins", PluginSettings.class).dir();
    ClassLoader parent = Plugins.class.getClassLoader();
    loader = dir.isEmpty() ? parent : new PluginJars(Path.of(dir), parent).loader();
  }

  /** What makes a plugin of a kind, by name; each call of it makes another one. */
  public <T> Map<String, Supplier<T>> find(Class<T> kind, Function<T, String> name) {
    Map<String, Supplier<T>> found = new TreeMap<>();
    for (ServiceLoader.Provider<T> plugin : providers(kind)) {
      Supplier<T> maker = () -> made(plugin);
      String called = name.apply(maker.get());
      if (found.put(called, maker) != null) {
        throw new ConfigException(
            "two plugins are named " + called + ": " + twins(kind, name, called));
      }
    }
    return found;
  }

  private <T> List<ServiceLoader.Provider<T>> providers(Class<T> kind) {
    try {
      return ServiceLoader.load(kind, loader).stream().toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new ConfigException("plugins: " + kind.getName() + ": " + reason(e));
    }
  }

  private <T> String twins(Class<T> kind, Function<T, String> name, String called) {
    return providers(kind).stream()
        .filter(plugin -> name.apply(made(plugin)).equals(called))
        .map(plugin -> plugin.type().getName() + " in " + PluginJars.origin(plugin.type()))
        .collect(Collectors.joining(" and "));
  }

  private static <T> T made(ServiceLoader.Provider<T> plugin) {
    try {
      return plugin.get();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new ConfigException(
          "plugins: "
              + PluginJars.origin(plugin.type())
              + ": "
              + plugin.type().getName()
              + " cannot be made: "
              + reason(e));
    }
  }

  /** The cause says more than what wraps it. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? PluginJars.reason(failure) : PluginJars.reason(cause);
  }

  /** The plugin of a name, or an exception that names the key and the plugins there are. */
  public static <T> T named(Map<String, Supplier<T>> found, String key, String name) {
    Supplier<T> plugin = found.get(name);
    if (plugin == null) {
      throw new ConfigException(
          key + ": no plugin is named " + name + ", allowed " + found.keySet());
    }
    return plugin.get();
  }

  /**
   * The sections of the configuration that plugins bind, whether they are in use or not: a jar
   * names its own in {@value #SECTIONS}, one a line.
   */
  public Set<String> sections() {
    Set<String> sections = new TreeSet<>();
    try {
      for (URL list : Collections.list(loader.getResources(SECTIONS))) {
        try (InputStream lines = list.openStream()) {
          new String(lines.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .forEach(sections::add);
        }
      }
    } catch (IOException e) {
      throw new ConfigException("plugins: " + SECTIONS + " cannot be read: " + e.getMessage());
    }
    return sections;
  }
}
