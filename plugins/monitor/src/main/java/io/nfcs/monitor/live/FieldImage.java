package io.nfcs.monitor.live;

import io.nfcs.table.BinaryCache;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The latest stored field as an image for a page: a byte of phase and a byte of amplitude for each
 * cell, or for every few cells of a large field.
 *
 * <pre>
 *   0      4       8      12     16         20
 *   +------+-------+------+------+----------+-----------------+---------------------+
 *   | tick, int64  | nx   | ny   | largest  | phase, nx*ny B  | amplitude, nx*ny B  |
 *   +------+-------+------+------+----------+-----------------+---------------------+
 * </pre>
 *
 * <p>Little-endian; phase 0..255 is 0..2 pi, amplitude 0..255 is 0..largest (float32). Cell (x, y)
 * is number {@code x * ny + y}. <b>Threads.</b> Any.
 */
public final class FieldImage {
  private static final int HEADER_BYTES = 20;
  private static final int STORED_HEADER_BYTES = 32;
  private static final int STORED_NX = 8;
  private static final int MOST_CELLS = 128;
  private static final double TURN = 2 * Math.PI;
  private static final int BYTE = 256;

  private final BinaryCache fields;
  private final RecentTicks ticks;
  private final int every;
  private String key = "";
  private byte[] image = {};

  /**
   * Creates images of the fields in a cache.
   *
   * @param fields the cache, as the store writes it
   * @param every number of ticks from one field to the next, 0 for none
   */
  public FieldImage(BinaryCache fields, RecentTicks ticks, int every) {
    this.fields = fields;
    this.ticks = ticks;
    this.every = every;
  }

  /**
   * Returns the latest image, empty if there is none yet; the array is shared and must not be
   * changed. Reads the cache, and so may wait for the node.
   */
  public synchronized byte[] latest() {
    var run = ticks.run();
    var last = ticks.since(-1, 1);
    if (every == 0 || run == null || last.isEmpty()) {
      return image;
    }
    // the store may be a little behind
    long newest = last.getFirst().number() / every * every;
    for (long tick = newest; tick >= 0 && tick >= newest - 2L * every; tick -= every) {
      String wanted = run.run() + "/" + tick;
      if (wanted.equals(key)) {
        return image;
      }
      byte[] stored = fields.get(wanted);
      if (stored != null) {
        key = wanted;
        image = image(stored, tick);
        return image;
      }
    }
    return image;
  }

  static byte[] image(byte[] stored, long tick) {
    ByteBuffer field = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    int nx = field.getInt(STORED_NX);
    int ny = field.getInt(STORED_NX + Integer.BYTES);
    int strideX = Math.ceilDiv(nx, MOST_CELLS);
    int strideY = Math.ceilDiv(ny, MOST_CELLS);
    int width = nx / strideX;
    int height = ny / strideY;
    double[] amplitudes = new double[width * height];
    byte[] result = new byte[HEADER_BYTES + 2 * amplitudes.length];
    double largest = 0;
    for (int cell = 0; cell < amplitudes.length; cell++) {
      int index = cell / height * strideX * ny + cell % height * strideY;
      int at = STORED_HEADER_BYTES + index * Double.BYTES;
      double re = field.getDouble(at);
      double im = field.getDouble(at + nx * ny * Double.BYTES);
      amplitudes[cell] = Math.hypot(re, im);
      largest = Math.max(largest, amplitudes[cell]);
      double turns = Math.atan2(im, re) / TURN;
      result[HEADER_BYTES + cell] = (byte) Math.floor(BYTE * (turns - Math.floor(turns)));
    }
    for (int cell = 0; cell < amplitudes.length; cell++) {
      double share = largest == 0 ? 0 : amplitudes[cell] / largest;
      result[HEADER_BYTES + amplitudes.length + cell] = (byte) Math.round((BYTE - 1) * share);
    }
    ByteBuffer.wrap(result)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(tick)
        .putInt(width)
        .putInt(height)
        .putFloat((float) largest);
    return result;
  }
}
