package io.nfcs.pipeline.store;

import io.nfcs.tick.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Layout of a field in cache FIELD under the key {@code run/tick}, for clients of any language.
 * Little-endian.
 *
 * <pre>
 *   0       4         8      12     16      24      32
 *   +-------+---------+------+------+-------+-------+------------------+------------------+
 *   | NFLD  | version | nx   | ny   | run   | tick  | re, nx*ny double | im, nx*ny double |
 *   +-------+---------+------+------+-------+-------+------------------+------------------+
 *     4 B     int32     int32  int32  int64   int64
 * </pre>
 *
 * <p>Cell (x, y) is number {@code x * ny + y} of its plane.
 */
final class FieldLayout {
  static final int HEADER_BYTES = 32;
  static final int VERSION = 1;

  private static final byte[] MAGIC = {'N', 'F', 'L', 'D'};

  private FieldLayout() {}

  static String key(long run, long tick) {
    return run + "/" + tick;
  }

  static byte[] encode(long run, long tick, Snapshot field) {
    ByteBuffer planes = field.memory().asByteBuffer();
    byte[] value = new byte[HEADER_BYTES + planes.remaining()];
    ByteBuffer.wrap(value)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putInt(VERSION)
        .putInt(field.nx())
        .putInt(field.ny())
        .putLong(run)
        .putLong(tick)
        .put(planes);
    return value;
  }
}
