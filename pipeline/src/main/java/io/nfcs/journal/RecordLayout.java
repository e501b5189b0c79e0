package io.nfcs.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * The frame of every record, within one Chronicle document. Little-endian.
 *
 * <pre>
 *   0        4          8                16
 *   +--------+----------+-----------------+------------------------+
 *   | CRC32C | length   | SBE header      | SBE message            |
 *   +--------+----------+-----------------+------------------------+
 *            |&lt;------------- CRC over these bytes --------------->|
 *                       |&lt;---- length bytes ------------------->|
 * </pre>
 *
 * <p>The length is kept here as well because a document may be padded.
 */
final class RecordLayout {
  static final int CRC_OFFSET = 0;
  static final int LENGTH_OFFSET = 4;
  static final int MESSAGE_OFFSET = 8;

  private RecordLayout() {}

  /**
   * Checksum of a record that starts at {@code offset} and is {@code bytes} long, frame included.
   */
  static int checksum(CRC32C crc, ByteBuffer buffer, int offset, int bytes) {
    crc.reset();
    buffer.limit(offset + bytes).position(offset + LENGTH_OFFSET);
    crc.update(buffer);
    buffer.clear();
    return (int) crc.getValue();
  }

  /** Bytes of the record at {@code offset}, frame included, as its own length field has it. */
  static int recordBytes(DirectBuffer buffer, int offset) {
    return MESSAGE_OFFSET + buffer.getInt(offset + LENGTH_OFFSET);
  }
}
