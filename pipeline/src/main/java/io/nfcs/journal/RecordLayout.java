package io.nfcs.journal;

import io.nfcs.journal.sbe.MessageHeaderDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * <p>The length is that of the document, kept twice so that damage to either is noticed and a
 * record can be found by itself.
 */
final class RecordLayout {
  static final int CRC_OFFSET = 0;
  static final int LENGTH_OFFSET = 4;
  static final int MESSAGE_OFFSET = 8;

  /** Bytes of the shortest record. */
  static final int MIN_BYTES = MESSAGE_OFFSET + MessageHeaderDecoder.ENCODED_LENGTH;

  private RecordLayout() {}

  /**
   * Returns the checksum of a record that starts at {@code offset} and is {@code bytes} long, frame
   * included.
   */
  static int checksum(CRC32C crc, ByteBuffer buffer, int offset, int bytes) {
    crc.reset();
    buffer.limit(offset + bytes).position(offset + LENGTH_OFFSET);
    crc.update(buffer);
    buffer.clear();
    return (int) crc.getValue();
  }

  /**
   * Returns the bytes of the record at {@code offset}, frame included, according to its length
   * field.
   */
  static int recordBytes(DirectBuffer buffer, int offset) {
    return MESSAGE_OFFSET + buffer.getInt(offset + LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns whether the length of a document matches that of the record at its start. */
  static boolean fits(DirectBuffer buffer, int offset, int documentBytes) {
    return documentBytes == recordBytes(buffer, offset);
  }

  /** Returns whether the record at {@code offset} has the schema of the journal. */
  static boolean isOfSchema(DirectBuffer buffer, int offset) {
    return (buffer.getShort(
                offset + MESSAGE_OFFSET + MessageHeaderDecoder.schemaIdEncodingOffset(),
                ByteOrder.LITTLE_ENDIAN)
            & 0xFFFF)
        == MessageHeaderDecoder.SCHEMA_ID;
  }

  /** Returns the template id of the message of the record at {@code offset}. */
  static int templateId(DirectBuffer buffer, int offset) {
    return buffer.getShort(
            offset + MESSAGE_OFFSET + MessageHeaderDecoder.templateIdEncodingOffset(),
            ByteOrder.LITTLE_ENDIAN)
        & 0xFFFF;
  }

  /** Returns whether the record at {@code offset}, whose length fits, has the right checksum. */
  static boolean isIntact(CRC32C crc, byte[] bytes, DirectBuffer buffer, int offset) {
    crc.reset();
    crc.update(bytes, offset + LENGTH_OFFSET, recordBytes(buffer, offset) - LENGTH_OFFSET);
    return (int) crc.getValue() == buffer.getInt(offset + CRC_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }
}
