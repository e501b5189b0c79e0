package io.nfcs.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
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
import org.jspecify.annotations.Nullable;

/**
 * The plugins of the class path and of the jars in {@code plugins.dir}, found by {@link
 * ServiceLoader}.
 *
 * <p>All open plugins of one folder share one class loader, so that a class of a plugin is one
 * class for all its users. A jar that is replaced meanwhile is read by the next caller that opens
 * the folder when no other has it open.
 *
 * <p><b>Threads.</b> Opened and closed by any; else one at a time. <b>Owns</b> its share of the
 * class loader: to be closed after the last call into a plugin. <b>Fails</b> with {@link
 * ConfigException} on a folder that cannot be read, on a jar or a plugin of it that cannot be
 * loaded or is of a newer API, on two plugins of one name, and on a name that no plugin has.
 */
public final class Plugins implements AutoCloseable {
  /**
   * Version of the API that plugins are compiled against: increased when plugins of an earlier
   * version do not work any more, or when later ones may use additions. A jar states its own in
   * {@value PluginJars#API}.
   */
  public static final int API = 1;

  private static final String SECTIONS = "META-INF/nfcs/sections";

  private final @Nullable PluginJars jars;
  private final ClassLoader loader;
  private boolean isClosed;

  private Plugins(@Nullable PluginJars jars, ClassLoader loader) {
    this.jars = jars;
    this.loader = loader;
  }

  /** Opens the plugins of the folder in section {@code plugins}. */
  public static Plugins open(NfcsConfig config) {
    String dir = config.section("plugins", PluginSettings.class).dir();
    ClassLoader parent = Plugins.class.getClassLoader();
    if (dir.isEmpty()) {
      return new Plugins(null, parent);
    }
    PluginJars jars = PluginJars.open(Path.of(dir), parent);
    return new Plugins(jars, jars.loader());
  }

  /** Returns the class loader of the plugins and of what they need; valid until {@link #close}. */
  public ClassLoader classes() {
    return loader;
  }

  /**
   * Returns the factories of plugins of a kind, by name; each call of a factory makes a new plugin.
   *
   * <p>Here one of each is made to ask for its name, and dropped: a constructor of a plugin should
   * take nothing that has to be given back. The factories must not be called after {@link #close}.
   *
   * @param name function of the name of a plugin, which is made and not opened
   */
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

  /** Returns the message of the cause, which says more than that of its wrapper. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? PluginJars.reason(failure) : PluginJars.reason(cause);
  }

  /**
   * Returns the plugin of a name. An unknown name is refused by an exception that names the key and
   * the plugins found.
   */
  public static <T> T named(Map<String, Supplier<T>> found, String key, String name) {
    Supplier<T> plugin = found.get(name);
    if (plugin == null) {
      throw new ConfigException(
          key + ": no plugin is named '" + name + "'; allowed: " + found.keySet());
    }
    return plugin.get();
  }

  /**
   * Returns the sections of the configuration that plugins bind, whether they are in use or not: a
   * jar names its own in {@value #SECTIONS}, one a line.
   */
  public Set<String> sections() {
    Set<String> sections = new TreeSet<>();
    try {
      for (URL list : Collections.list(loader.getResources(SECTIONS))) {
        URLConnection connection = list.openConnection();
        // a jar that is kept open would be read in place of its replacement
        connection.setUseCaches(false);
        try (InputStream lines = connection.getInputStream()) {
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

  /** Gives its share of the class loader back; does nothing the second time. */
  @Override
  public void close() {
    if (jars != null && !isClosed) {
      isClosed = true;
      jars.close();
    }
  }
}
