package io.nfcs.config;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The jars of a folder, each checked as a whole before any class of it is used.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> the class loader, until the last caller that has opened the
 * folder closes it. <b>Fails</b> with a {@link ConfigException} that names the jar, the class and
 * the reason: a file that is not a jar or holds nothing, plugins that state no API version or a
 * newer one, a service file that names a class that is not there or cannot be loaded, a class that
 * is in two jars or on the class path as well.
 */
final class PluginJars implements AutoCloseable {
  /** Attribute of a jar with plugins that states its API version. */
  static final String API = "META-INF/nfcs/api";

  /** The folders that are open. */
  private static final Map<Path, PluginJars> OPEN = new HashMap<>();

  private static final String SERVICES = "META-INF/services/";

  /** The services that this code looks for; services of libraries are not checked. */
  private static final String OURS = SERVICES + "io.nfcs.";

  private final Map<String, Path> jarOf = new HashMap<>();
  private final Path folder;
  private final URLClassLoader loader;
  private int users;

  /** Opens the jars of a folder, on top of what {@code parent} has; all callers share them. */
  static PluginJars open(Path dir, ClassLoader parent) {
    Path folder = dir.toAbsolutePath().normalize();
    synchronized (OPEN) {
      PluginJars jars = OPEN.get(folder);
      if (jars == null) {
        jars = new PluginJars(dir, folder, parent);
        OPEN.put(folder, jars);
      }
      jars.users++;
      return jars;
    }
  }

  private PluginJars(Path dir, Path folder, ClassLoader parent) {
    this.folder = folder;
    if (!Files.isDirectory(dir)) {
      throw new ConfigException(
          "plugins.dir: " + dir + " is not a folder; expected one with plugin jars");
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(dir, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new ConfigException("plugins.dir: " + dir + " cannot be read: " + e.getMessage());
    }
    jars.sort(null);
    List<Offer> offers = new ArrayList<>();
    jars.forEach(jar -> offers.addAll(offers(jar)));
    loader =
        new URLClassLoader(
            "nfcs-plugins", jars.stream().map(PluginJars::url).toArray(URL[]::new), parent);
    try {
      offers.forEach(this::load);
    } catch (ConfigException refused) {
      closeLoader();
      throw refused;
    }
  }

  /** Ends one use; the last closes the class loader. */
  @Override
  public void close() {
    synchronized (OPEN) {
      if (--users == 0) {
        OPEN.remove(folder);
        closeLoader();
      }
    }
  }

  private void closeLoader() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new ConfigException("plugins.dir: " + folder + " cannot be closed: " + e.getMessage());
    }
  }

  ClassLoader loader() {
    return loader;
  }

  /** Returns the jar or path that a class is from, for messages. */
  static String origin(Class<?> type) {
    URI place = place(type);
    return place == null ? "the class path" : String.valueOf(Path.of(place));
  }

  /** A class that a jar offers as a plugin of some kind. */
  private record Offer(Path jar, String kind, String name) {}

  private static List<Offer> offers(Path jar) {
    List<Offer> offers = new ArrayList<>();
    try (JarFile file = new JarFile(RegularFile.of(jar).toFile())) {
      int files = 0;
      for (JarEntry entry : file.stream().filter(found -> !found.isDirectory()).toList()) {
        files += entry.getName().equals(JarFile.MANIFEST_NAME) ? 0 : 1;
        if (entry.getName().startsWith(OURS)) {
          String kind = entry.getName().substring(SERVICES.length());
          new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(name -> !name.isEmpty())
              .forEach(name -> offers.add(new Offer(jar, kind, name)));
        }
      }
      if (!offers.isEmpty()) {
        checkApi(jar, file);
      }
      if (files == 0) {
        throw wrong(jar, "it is empty; expected a jar with a plugin or with what plugins need");
      }
    } catch (IOException | IllegalArgumentException | SecurityException e) {
      throw wrong(jar, "it cannot be read as a jar: " + e.getMessage());
    }
    return offers;
  }

  private static void checkApi(Path jar, JarFile file) throws IOException {
    JarEntry entry = file.getJarEntry(API);
    if (entry == null) {
      throw wrong(jar, "it states no API version; expected " + API + " with " + Plugins.API);
    }
    String stated =
        new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).strip();
    int version;
    try {
      version = Integer.parseInt(stated);
    } catch (NumberFormatException e) {
      throw wrong(jar, API + " is \"" + stated + "\"; expected a number such as " + Plugins.API);
    }
    if (version < 1 || version > Plugins.API) {
      throw wrong(
          jar, "it is for API version " + version + "; allowed: versions 1 to " + Plugins.API);
    }
  }

  private void load(Offer offer) {
    Path jar = offer.jar;
    String name = offer.name;
    Path other = jarOf.put(name, jar);
    if (other != null && !other.equals(jar)) {
      throw wrong(jar, name + " is offered by " + other + " as well; remove one of the two");
    }
    Class<?> type;
    try {
      type = Class.forName(name, false, loader);
      Class<?> kind = Class.forName(offer.kind, false, loader);
      if (!kind.isAssignableFrom(type)) {
        throw wrong(jar, name + " is not a " + offer.kind);
      }
      var _ = type.getConstructor();
      var _ = type.getMethods();
    } catch (ClassNotFoundException e) {
      throw wrong(
          jar, e.getMessage() + " is named in " + SERVICES + offer.kind + " but is not in the jar");
    } catch (NoSuchMethodException e) {
      throw wrong(jar, name + " has no public constructor without parameters");
    } catch (LinkageError e) {
      throw wrong(jar, name + " cannot be loaded: " + reason(e));
    }
    URI place = place(type);
    if (place == null || !Path.of(place).getFileName().equals(jar.getFileName())) {
      throw wrong(jar, name + " is already there from " + origin(type) + "; remove one of the two");
    }
  }

  /** Returns the name of what a class lacks that cannot be linked. */
  static String reason(Throwable failure) {
    return switch (failure) {
      case UnsupportedClassVersionError tooNew -> String.valueOf(tooNew.getMessage());
      case NoClassDefFoundError missing ->
          "it needs class " + String.valueOf(missing.getMessage()).replace('/', '.');
      default -> failure.toString();
    };
  }

  private static @Nullable URI place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? null
        : URI.create(source.getLocation().toString());
  }

  private static ConfigException wrong(Path jar, String reason) {
    return new ConfigException("plugins.dir: " + jar + ": " + reason);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw wrong(jar, String.valueOf(e.getMessage()));
    }
  }
}
