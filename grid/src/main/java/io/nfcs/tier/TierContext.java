package io.nfcs.tier;

import io.nfcs.config.NfcsConfig;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * The arguments with which a tier is opened.
 *
 * @param cache name of the cache it is a tier of
 * @param identity of the cache: frames of another are those of another version of the program, see
 *     {@link FrameHeader#isOf}; {@link #ANY} if all frames count
 * @param longestBytes no frame of the cache is longer
 * @param config the whole configuration; a plugin binds the section of its own name
 * @param clock monotonic nanoseconds
 * @param timeOfDay nanoseconds since 1970
 */
public record TierContext(
    String cache,
    long identity,
    int longestBytes,
    NfcsConfig config,
    NanoClock clock,
    EpochNanoClock timeOfDay) {

  /** Identity that stands for any. */
  public static final long ANY = 0;

  /** Creates a context for a tier that shows the frames of every identity, and of any length. */
  public TierContext(String cache, NfcsConfig config, NanoClock clock, EpochNanoClock timeOfDay) {
    this(cache, ANY, Integer.MAX_VALUE, config, clock, timeOfDay);
  }

  /** Returns whether a frame is one of the cache's. */
  public boolean isOwn(byte[] frame) {
    return identity == ANY || FrameHeader.isOf(frame, identity);
  }
}
