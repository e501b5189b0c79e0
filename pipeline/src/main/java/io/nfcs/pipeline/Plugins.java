package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds plugins by {@link ServiceLoader}: those of the class path and those of the jars in {@code
 * plugins.dir}.
 *
 * <p><b>Threads.</b> The starting thread. <b>Fails</b> with {@link ConfigException} on a folder
 * that is none, on two plugins of one name, and on a name that no plugin has.
 */
final class Plugins {
  private final ClassLoader loader;

  Plugins(PluginSettings settings) {
    ClassLoader parent = Plugins.class.getClassLoader();
    loader = settings.dir().isEmpty() ? parent : jars(Path.of(settings.dir()), parent);
  }

  /** All plugins of a kind, by name. A fresh instance each call. */
  <T> Map<String, T> find(Class<T> kind, Function<T, String> name) {
    Map<String, T> found = new TreeMap<>();
    for (T plugin : ServiceLoader.load(kind, loader)) {
      T twin = found.put(name.apply(plugin), plugin);
      if (twin != null) {
        throw new ConfigException(
            "two plugins are named "
                + name.apply(plugin)
                + ": "
                + twin.getClass().getName()
                + " and "
                + plugin.getClass().getName());
      }
    }
    return found;
  }

  /** The plugin of a name, or an exception that names the key and the plugins there are. */
  static <T> T named(Map<String, T> found, String key, String name) {
    T plugin = found.get(name);
    if (plugin == null) {
      throw new ConfigException(
          key + ": no plugin is named " + name + ", allowed " + found.keySet());
    }
    return plugin;
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
