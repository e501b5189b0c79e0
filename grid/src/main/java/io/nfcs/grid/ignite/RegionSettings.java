package io.nfcs.grid.ignite;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Setting;

/** The sections of a cache's tiers in the regions of the node. */
public final class RegionSettings {
  private RegionSettings() {}

  /** Section {@code offheap}. */
  public record Offheap(
      @Setting(
              doc = "Most bytes of one cache in this tier, overhead included",
              unit = "bytes",
              value = "32MiB",
              min = 1 << 20,
              max = 1L << 50)
          long maxBytes) {}

  /** Section {@code disk}. */
  public record Disk(
      @Setting(
              doc = "Most bytes of one cache in this tier, overhead included",
              unit = "bytes",
              value = "10GiB",
              min = 1 << 20,
              max = 1L << 50)
          long maxBytes) {}

  /** Refuses impossible settings, before anything is started. */
  public static void check(NfcsConfig config) {
    offheapBytes(config);
    diskBytes(config);
  }

  static long offheapBytes(NfcsConfig config) {
    return config.section(NodeConfiguration.OFFHEAP, Offheap.class).maxBytes();
  }

  /** Returns the most bytes of one cache on the disk. */
  public static long diskBytes(NfcsConfig config) {
    return config.section(NodeConfiguration.DISK, Disk.class).maxBytes();
  }
}
