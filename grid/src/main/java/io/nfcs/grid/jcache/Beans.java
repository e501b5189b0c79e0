package io.nfcs.grid.jcache;

import java.lang.management.ManagementFactory;
import java.net.URI;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.management.CacheMXBean;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** JMX beans of a cache, under the names that JCache prescribes. */
final class Beans {
  private final URI manager;
  private final String cache;

  Beans(URI manager, String cache) {
    this.manager = manager;
    this.cache = cache;
  }

  void showConfiguration(CompleteConfiguration<?, ?> configuration) {
    register(
        name("CacheConfiguration"),
        new StandardMBean(new Shown(configuration), CacheMXBean.class, true));
  }

  void hideConfiguration() {
    unregister(name("CacheConfiguration"));
  }

  void showStatistics(Statistics statistics) {
    register(
        name("CacheStatistics"), new StandardMBean(statistics, CacheStatisticsMXBean.class, true));
  }

  void hideStatistics() {
    unregister(name("CacheStatistics"));
  }

  private ObjectName name(String type) {
    try {
      return new ObjectName(
          "javax.cache:type="
              + type
              + ",CacheManager="
              + legal(manager.toString())
              + ",Cache="
              + legal(cache));
    } catch (JMException e) {
      throw new CacheException(e);
    }
  }

  private static void register(ObjectName name, StandardMBean bean) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      if (!server.isRegistered(name)) {
        server.registerMBean(bean, name);
      }
    } catch (JMException e) {
      throw new CacheException("JMX bean " + name + " cannot be registered", e);
    }
  }

  private static void unregister(ObjectName name) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      if (server.isRegistered(name)) {
        server.unregisterMBean(name);
      }
    } catch (JMException e) {
      throw new CacheException("JMX bean " + name + " cannot be taken back", e);
    }
  }

  private static String legal(String text) {
    return text.replaceAll("[,:=\n]", ".");
  }

  /** A configuration as JMX sees it. */
  private record Shown(CompleteConfiguration<?, ?> configuration) implements CacheMXBean {
    @Override
    public String getKeyType() {
      return configuration.getKeyType().getName();
    }

    @Override
    public String getValueType() {
      return configuration.getValueType().getName();
    }

    @Override
    public boolean isReadThrough() {
      return configuration.isReadThrough();
    }

    @Override
    public boolean isWriteThrough() {
      return configuration.isWriteThrough();
    }

    @Override
    public boolean isStoreByValue() {
      return configuration.isStoreByValue();
    }

    @Override
    public boolean isStatisticsEnabled() {
      return configuration.isStatisticsEnabled();
    }

    @Override
    public boolean isManagementEnabled() {
      return configuration.isManagementEnabled();
    }
  }
}
