package io.nfcs.grid.jcache;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * The JCache provider (JSR 107, 1.1): {@code Caching.getCachingProvider().getCacheManager()}.
 *
 * <p>The URI of a manager is that of a configuration file, with the tiers in section {@code cache}
 * and the classes that may be stored in section {@code jcache}. The default is the file of system
 * property {@code nfcs.config}; where there is none, and for a URI that is not a file's, near is
 * the only tier. All managers of a configuration share one grid, which stays until the JVM ends.
 *
 * <p>Entries are stored by value, serialised as Java does. Keys are equal when their bytes are,
 * which holds for texts, numbers, enums, dates and objects composed of these; not for sets and
 * maps.
 *
 * <p><b>Threads.</b> Any: managers are made and found under the provider's lock, also while the
 * first of a configuration starts its grid, which takes seconds. <b>Owns</b> its managers; one that
 * is open keeps its class loader from being collected. No optional feature is supported.
 */
public final class NfcsCachingProvider implements CachingProvider {
  /** System property with the configuration file of the default manager. */
  public static final String CONFIG_PROPERTY = "nfcs.config";

  private final Map<ClassLoader, Map<URI, JCaches>> managers = new WeakHashMap<>();

  @Override
  public synchronized CacheManager getCacheManager(
      @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
    URI known = uri == null ? getDefaultURI() : uri;
    ClassLoader classes = classLoader == null ? getDefaultClassLoader() : classLoader;
    Properties given = properties == null ? getDefaultProperties() : properties;
    return managers
        .computeIfAbsent(classes, first -> new HashMap<>())
        .computeIfAbsent(
            known, first -> new JCaches(this, known, classes, given, Backend.of(known)));
  }

  @Override
  public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    return getCacheManager(uri, classLoader, null);
  }

  @Override
  public CacheManager getCacheManager() {
    return getCacheManager(null, null, null);
  }

  @Override
  public ClassLoader getDefaultClassLoader() {
    return NfcsCachingProvider.class.getClassLoader();
  }

  @Override
  public URI getDefaultURI() {
    String file = System.getProperty(CONFIG_PROPERTY);
    return file == null ? URI.create("nfcs:near") : Path.of(file).toUri();
  }

  @Override
  public Properties getDefaultProperties() {
    return new Properties();
  }

  @Override
  public void close() {
    List<JCaches> all = new ArrayList<>();
    synchronized (this) {
      managers.values().forEach(ofLoader -> all.addAll(ofLoader.values()));
    }
    CloseHelper.closeAll(all);
  }

  @Override
  public void close(ClassLoader classLoader) {
    CloseHelper.closeAll(of(classLoader).values());
  }

  @Override
  public void close(URI uri, ClassLoader classLoader) {
    JCaches manager = of(classLoader).get(uri);
    if (manager != null) {
      manager.close();
    }
  }

  @Override
  public boolean isSupported(OptionalFeature feature) {
    return false;
  }

  /**
   * Returns the open managers: a manager is closed without a lock of ours, for it takes its own.
   */
  private synchronized Map<URI, JCaches> of(ClassLoader classLoader) {
    return Map.copyOf(managers.getOrDefault(classLoader, Map.of()));
  }

  synchronized void closed(JCaches manager) {
    managers.getOrDefault(manager.getClassLoader(), Map.of()).remove(manager.getURI(), manager);
  }
}
