package io.nfcs.tier;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The header of a frame: the fields that a tier may read without decoding the entry.
 *
 * <pre>
 *   0  int    CRC-32C of all that follows
 *   4  byte   version
 *   5  byte   1: no value, 2: value is compressed
 *   6  short  0
 *   8  long   identity of the cache, see {@code CacheSpec.digest}
 *  16  int    bytes of the key
 *  20  int    bytes of the value, uncompressed
 *  24  int    number of tags
 *  28  int    bytes of the tags
 *  32  long   loaded       nanoseconds since 1970
 *  40  long   stale from   the same, or {@link Long#MAX_VALUE}
 *  48  long   dead from    the same, or {@link Long#MAX_VALUE}
 *  56  long   stamp: the invalidations it has seen
 *  64  key, then each tag as int length and UTF-8, then the value
 * </pre>
 *
 * <p>Little-endian. Neither method checks the checksum: a tier may drop an entry by the header, but
 * only the cache decides whether a frame is whole. <b>Threads.</b> Any. <b>Allocates</b> nothing.
 */
public final class FrameHeader {
  /** The version that is written and read. */
  public static final byte VERSION = 2;

  /** Length of the head. */
  public static final int BYTES = 64;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int VERSION_AT = 4;
  private static final int IDENTITY_AT = 8;
  private static final int DEAD_AT = 48;

  private FrameHeader() {}

  /** Returns whether a frame is of this version and of a cache of this identity. */
  public static boolean isOf(byte[] frame, long identity) {
    return frame.length >= BYTES
        && frame[VERSION_AT] == VERSION
        && (long) LONG.get(frame, IDENTITY_AT) == identity;
  }

  /**
   * Returns the time of an entry's death, in nanoseconds since 1970, or {@link EntryTimes#NEVER},
   * also for a frame that is too short to have one.
   */
  public static long deadNanos(byte[] frame) {
    return frame.length < BYTES ? EntryTimes.NEVER : (long) LONG.get(frame, DEAD_AT);
  }
}
