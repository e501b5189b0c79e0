package io.nfcs.grid.tier;

import io.nfcs.cache.EntryTimes;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the tiers below near keep it.
 *
 * <pre>
 *   0  int    CRC-32C of all that follows
 *   4  byte   version
 *   5  byte   1: no value, 2: value is compressed
 *   6  short  number of tags
 *   8  int    bytes of the key
 *  12  int    bytes of the value, uncompressed
 *  16  long   loaded       nanoseconds since 1970
 *  24  long   stale from   the same, or {@link Long#MAX_VALUE}
 *  32  long   dead from    the same, or {@link Long#MAX_VALUE}
 *  40  long   stamp: the invalidations it has seen
 *  48  key, then each tag as short length and UTF-8, then the value
 * </pre>
 *
 * <p>Little-endian. <b>Fails.</b> Reading anything else is an {@link IllegalArgumentException} that
 * says what is wrong.
 *
 * @param key canonical bytes of the key
 * @param value bytes of the value, {@code null} if the entry says that there is none
 * @param times in time of day
 * @param tags names of its tags
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
record EntryFrame(byte[] key, byte @Nullable [] value, EntryTimes times, List<String> tags) {
  private static final int HEADER_BYTES = 48;
  private static final byte VERSION = 1;
  private static final byte NEGATIVE = 1;
  private static final byte COMPRESSED = 2;

  byte[] encode(Compression compression) {
    byte[] tagBytes = tagBytes();
    byte[] packed = value == null ? null : compression.tryCompress(value);
    byte[] stored = packed != null ? packed : value == null ? new byte[0] : value;
    ByteBuffer frame =
        ByteBuffer.allocate(HEADER_BYTES + key.length + tagBytes.length + stored.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0).put(VERSION);
    frame.put(value == null ? NEGATIVE : packed != null ? COMPRESSED : 0);
    frame.putShort((short) tags.size()).putInt(key.length);
    frame.putInt(value == null ? 0 : value.length);
    frame.putLong(times.loadedNanos()).putLong(times.staleNanos()).putLong(times.deadNanos());
    frame.putLong(times.stamp()).put(key).put(tagBytes).put(stored);
    return frame.putInt(0, checksum(frame.array())).array();
  }

  static EntryFrame decode(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new IllegalArgumentException("frame of " + bytes.length + " bytes is none");
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (frame.getInt() != checksum(bytes)) {
      throw new IllegalArgumentException("frame does not match its checksum");
    }
    byte version = frame.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("frame of version " + version + ", known is " + VERSION);
    }
    try {
      return decodeContent(frame);
    } catch (BufferUnderflowException | NegativeArraySizeException torn) {
      throw new IllegalArgumentException("frame is shorter than it says", torn);
    }
  }

  private static EntryFrame decodeContent(ByteBuffer frame) {
    byte flags = frame.get();
    int tagCount = frame.getShort();
    byte[] key = new byte[frame.getInt()];
    int valueBytes = frame.getInt();
    EntryTimes times =
        new EntryTimes(frame.getLong(), frame.getLong(), frame.getLong(), frame.getLong());
    frame.get(key);
    List<String> tags = new ArrayList<>(tagCount);
    for (int i = 0; i < tagCount; i++) {
      byte[] tag = new byte[frame.getShort()];
      frame.get(tag);
      tags.add(new String(tag, StandardCharsets.UTF_8));
    }
    if ((flags & NEGATIVE) != 0) {
      return new EntryFrame(key, null, times, tags);
    }
    byte[] stored = new byte[frame.remaining()];
    frame.get(stored);
    byte[] value = (flags & COMPRESSED) == 0 ? stored : Compression.decompress(stored, valueBytes);
    return new EntryFrame(key, value, times, tags);
  }

  private byte[] tagBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String tag : tags) {
      byte[] name = tag.getBytes(StandardCharsets.UTF_8);
      bytes.write(name.length);
      bytes.write(name.length >>> 8);
      bytes.writeBytes(name);
    }
    return bytes.toByteArray();
  }

  private static int checksum(byte[] frame) {
    CRC32C crc = new CRC32C();
    crc.update(frame, Integer.BYTES, frame.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryFrame frame
        && Arrays.equals(frame.key, key)
        && Arrays.equals(frame.value, value)
        && frame.times.equals(times)
        && frame.tags.equals(tags);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }
}
