package io.nfcs.grid.tier;

import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the tiers below near keep it; {@link FrameHeader} draws the layout.
 *
 * <p><b>Fails.</b> Reading a damaged or forged frame throws an {@link IllegalArgumentException}
 * with the reason; no memory is allocated for a length beyond the frame.
 *
 * @param key canonical bytes of the key
 * @param value bytes of the value, {@code null} if the entry says that there is none
 * @param times in time of day
 * @param tags names of its tags
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
record EntryFrame(byte[] key, byte @Nullable [] value, EntryTimes times, List<String> tags) {
  private static final byte NEGATIVE = 1;
  private static final byte COMPRESSED = 2;

  /** Arrays of a few elements less than the largest number can be made on every JVM. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** Returns an entry as bytes, of a cache of this identity. */
  byte[] encode(long identity, Compression compression) {
    List<byte[]> names = tags.stream().map(tag -> tag.getBytes(StandardCharsets.UTF_8)).toList();
    long tagBytes = names.stream().mapToLong(name -> (long) Integer.BYTES + name.length).sum();
    byte[] packed = value == null ? null : compression.tryCompress(value);
    byte[] stored = packed != null ? packed : value == null ? new byte[0] : value;
    long length = FrameHeader.BYTES + key.length + tagBytes + stored.length;
    if (length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "entry of " + length + " bytes; allowed: up to " + MOST_BYTES);
    }
    ByteBuffer frame = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0).put(FrameHeader.VERSION);
    frame.put(value == null ? NEGATIVE : packed != null ? COMPRESSED : 0);
    frame.putShort((short) 0).putLong(identity).putInt(key.length);
    frame.putInt(value == null ? 0 : value.length).putInt(names.size()).putInt((int) tagBytes);
    frame.putLong(times.loadedNanos()).putLong(times.staleNanos()).putLong(times.deadNanos());
    frame.putLong(times.stamp()).put(key);
    names.forEach(name -> frame.putInt(name.length).put(name));
    frame.put(stored);
    return frame.putInt(0, checksum(frame.array())).array();
  }

  /**
   * Reads an entry, {@code null} if it is whole, but of another version or another cache.
   *
   * @param identity of the cache
   * @param mostValueBytes a value that says it is longer is damaged
   */
  static @Nullable EntryFrame decode(byte[] bytes, long identity, int mostValueBytes) {
    if (bytes.length <= Integer.BYTES) {
      throw new IllegalArgumentException("frame of " + bytes.length + " bytes is too short");
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (frame.getInt(0) != checksum(bytes)) {
      throw new IllegalArgumentException("frame does not match its checksum");
    }
    return FrameHeader.isOf(bytes, identity) ? decode(frame.position(5), mostValueBytes) : null;
  }

  private static EntryFrame decode(ByteBuffer frame, int mostValueBytes) {
    byte flags = frame.get();
    frame.getShort();
    frame.getLong();
    int keyBytes = frame.getInt();
    int valueBytes = frame.getInt();
    int tagCount = frame.getInt();
    int tagBytes = frame.getInt();
    EntryTimes times =
        new EntryTimes(frame.getLong(), frame.getLong(), frame.getLong(), frame.getLong());
    byte[] key = take(frame, keyBytes, "key");
    List<String> tags = tags(ByteBuffer.wrap(take(frame, tagBytes, "tags")), tagCount);
    if ((flags & NEGATIVE) != 0) {
      return new EntryFrame(key, null, times, tags);
    }
    byte[] stored = take(frame, frame.remaining(), "value");
    if ((flags & COMPRESSED) == 0) {
      return new EntryFrame(key, stored, times, tags);
    }
    if (valueBytes < 0 || valueBytes > mostValueBytes) {
      throw new IllegalArgumentException(
          "value of " + valueBytes + " bytes; allowed: up to " + mostValueBytes);
    }
    return new EntryFrame(key, Compression.decompress(stored, valueBytes), times, tags);
  }

  private static List<String> tags(ByteBuffer bytes, int count) {
    if (count < 0 || count > bytes.remaining() / Integer.BYTES) {
      throw new IllegalArgumentException(count + " tags in " + bytes.remaining() + " bytes");
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    List<String> tags = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
      tags.add(new String(take(bytes, length, "tag"), StandardCharsets.UTF_8));
    }
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException(bytes.remaining() + " bytes after the last tag");
    }
    return tags;
  }

  private static byte[] take(ByteBuffer from, int length, String what) {
    if (length < 0 || length > from.remaining()) {
      throw new IllegalArgumentException(
          what + " of " + length + " bytes, the frame has " + from.remaining());
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
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
