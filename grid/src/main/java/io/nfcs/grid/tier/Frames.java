package io.nfcs.grid.tier;

import io.nfcs.cache.CacheStatistics;
import io.nfcs.tier.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * Conversion of entries of a cache to frames of the tiers below near, and back: in frames, times
 * are times of day and tags have names, so that other processes understand them.
 *
 * <p><b>Threads.</b> Any.
 */
record Frames(CacheClock clock, Invalidations invalidations, long identity, Compression codec) {
  /** Returns an entry as bytes. */
  byte[] frame(byte[] keyBytes, Found found) {
    List<String> names = new ArrayList<>();
    for (Tag tag : found.tags()) {
      if (tag != invalidations.everything()) {
        names.add(tag.name());
      }
    }
    return new EntryFrame(keyBytes, found.value(), clock.toEpoch(found.times()), names)
        .encode(identity, codec);
  }

  /** Returns the entry in a frame of the tier of this number. */
  Found found(EntryFrame frame, int origin) {
    return new Found(
        frame.value(), clock.fromEpoch(frame.times()), invalidations.tags(frame.tags()), origin);
  }

  CacheStatistics.Compression compression() {
    return codec.statistics();
  }
}
