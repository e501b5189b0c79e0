package io.nfcs.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds plugins by {@link ServiceLoader}: those of the class path and those of the jars in {@code
 * plugins.dir}.
 *
 * <p><b>Threads.</b> The starting thread. <b>Fails</b> with {@link ConfigException} on a folder
 * that is none, on two plugins of one name, and on a name that no plugin has.
 */
public final class Plugins {
  private static final String SECTIONS = "META-INF/nfcs/sections";

  private final ClassLoader loader;

  /** The plugins that section {@code plugins} tells of. */
  public Plugins(NfcsConfig config) {
    String dir = config.section("plugins", PluginSettings.class).dir();
    ClassLoader parent = Plugins.class.getClassLoader();
    loader = dir.isEmpty() ? parent : jars(Path.of(dir), parent);
  }

  /** What makes a plugin of a kind, by name; each call of it makes another one. */
  public <T> Map<String, Supplier<T>> find(Class<T> kind, Function<T, String> name) {
    Map<String, Supplier<T>> found = new TreeMap<>();
    for (ServiceLoader.Provider<T> plugin : ServiceLoader.load(kind, loader).stream().toList()) {
      String called = name.apply(plugin.get());
      Supplier<T> twin = found.put(called, plugin);
      if (twin instanceof ServiceLoader.Provider<T> other) {
        throw new ConfigException(
            "two plugins are named "
                + called
                + ": "
                + other.type().getName()
                + " and "
                + plugin.type().getName());
      }
    }
    return found;
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

  private static ClassLoader jars(Path dir, ClassLoader parent) {
    if (!Files.isDirectory(dir)) {
      throw new ConfigException("plugins.dir: " + dir + " is no folder");
    }
    List<URL> urls = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(dir, "*.jar")) {
      for (Path jar : jars) {
        urls.add(url(jar));
      }
    } catch (IOException e) {
      throw new ConfigException("plugins.dir: " + dir + " cannot be read: " + e.getMessage());
    }
    return new URLClassLoader("nfcs-plugins", urls.toArray(URL[]::new), parent);
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }
}
