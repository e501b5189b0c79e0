package io.nfcs.grid;

import com.sun.management.OperatingSystemMXBean;
import io.nfcs.config.StartException;
import io.nfcs.grid.ignite.NodeSettings;
import io.nfcs.grid.tier.CacheSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/**
 * Check, before anything is started, that the machine has the memory and disk that the settings ask
 * for.
 */
final class Machine {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  private Machine() {}

  static void check(NodeSettings settings, Map<String, CacheSettings> caches) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long memory = system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    checkFits("grid.offheap_bytes", settings.offheapBytes(), memory);
    long disk = settings.diskBytes();
    memory -= settings.offheapBytes() + checkpointBuffer(disk);
    checkFits("grid.disk_bytes", disk, memory);
    long left = memory - disk;
    caches.forEach((place, cache) -> {
      if (cache.hasNear()) {
        checkFits(place + ".near_bytes", cache.nearBytes(), left);
      }
    });
    checkPort(settings.thinClientHost(), settings.thinClientPort());
  }

  static long regionBytes(NodeSettings settings) {
    return settings.offheapBytes() + settings.diskBytes() + checkpointBuffer(settings.diskBytes());
  }

  /**
   * Returns the bytes that Ignite allocates beside a persistent region for pages changed during a
   * checkpoint.
   */
  private static long checkpointBuffer(long regionBytes) {
    if (regionBytes < GIB) {
      return Math.min(256 * MIB, regionBytes);
    }
    return Math.min(regionBytes / 4, 2 * GIB);
  }

  private static void checkFits(String key, long bytes, long available) {
    if (bytes > available) {
      throw new StartException(
          key
              + ": "
              + bytes / MIB
              + " MiB exceed the memory; allowed: up to "
              + Math.max(0, available / MIB)
              + " MiB (what the machine has without this JVM's heap, the other regions and the"
              + " checkpoint buffer)",
          null);
    }
  }

  private static void checkPort(String host, int port) {
    if (port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new StartException(
          "grid.thin_client_port: "
              + port
              + " on "
              + host
              + " is in use; expected a free port, or 0 for no endpoint",
          e);
    }
  }
}
