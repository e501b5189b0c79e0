package io.nfcs.grid.ignite.clients;

import java.nio.ByteBuffer;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;

/**
 * Keys, values and arguments in a request: numbers, texts, times, arrays of them, and binary
 * objects, which stay bytes. Of all other values Ignite would create objects while reading, of any
 * class that the client names.
 *
 * <p>Layout: the type (byte), and then by type.
 */
final class Values {
  /** Type, version, flags, id of the type and hash come before the length of a binary object. */
  private static final int LENGTH_OF_OBJECT = 12;

  private Values() {}

  /** Skips a number and that many values. */
  static void skipCounted(ByteBuffer request) throws MalformedRequest {
    int count = request.getInt();
    if (count > request.remaining()) {
      throw new MalformedRequest(count + " values in " + request.remaining() + " bytes", null);
    }
    for (int i = 0; i < count; i++) {
      skip(request);
    }
  }

  /** Skips all values. */
  static void skipAll(ByteBuffer request) throws MalformedRequest {
    while (request.hasRemaining()) {
      skip(request);
    }
  }

  private static void skip(ByteBuffer request) throws MalformedRequest {
    int start = request.position();
    byte type = request.get();
    switch (type) {
      case GridBinaryMarshaller.NULL -> {}
      case GridBinaryMarshaller.BYTE, GridBinaryMarshaller.BOOLEAN -> skip(request, Byte.BYTES);
      case GridBinaryMarshaller.SHORT, GridBinaryMarshaller.CHAR -> skip(request, Short.BYTES);
      case GridBinaryMarshaller.INT, GridBinaryMarshaller.FLOAT -> skip(request, Integer.BYTES);
      case GridBinaryMarshaller.LONG,
          GridBinaryMarshaller.DOUBLE,
          GridBinaryMarshaller.DATE,
          GridBinaryMarshaller.TIME ->
          skip(request, Long.BYTES);
      case GridBinaryMarshaller.TIMESTAMP -> skip(request, Long.BYTES + Integer.BYTES);
      case GridBinaryMarshaller.UUID -> skip(request, 2 * Long.BYTES);
      case GridBinaryMarshaller.DECIMAL -> {
        skip(request, Integer.BYTES);
        skipArray(request, Byte.BYTES);
      }
      case GridBinaryMarshaller.STRING,
          GridBinaryMarshaller.BYTE_ARR,
          GridBinaryMarshaller.BOOLEAN_ARR ->
          skipArray(request, Byte.BYTES);
      case GridBinaryMarshaller.SHORT_ARR, GridBinaryMarshaller.CHAR_ARR ->
          skipArray(request, Short.BYTES);
      case GridBinaryMarshaller.INT_ARR, GridBinaryMarshaller.FLOAT_ARR ->
          skipArray(request, Integer.BYTES);
      case GridBinaryMarshaller.LONG_ARR, GridBinaryMarshaller.DOUBLE_ARR ->
          skipArray(request, Long.BYTES);
      case GridBinaryMarshaller.OBJ -> {
        int length = request.getInt(start + LENGTH_OF_OBJECT);
        if (length <= LENGTH_OF_OBJECT) {
          throw new MalformedRequest("a binary object of " + length + " bytes", null);
        }
        request.position(Math.addExact(start, length));
      }
      case GridBinaryMarshaller.BINARY_OBJ -> {
        skipArray(request, Byte.BYTES);
        skip(request, Integer.BYTES);
      }
      default -> throw new MalformedRequest("a value of type " + type, null);
    }
  }

  private static void skipArray(ByteBuffer request, int elementBytes) {
    skip(request, Math.multiplyExact(request.getInt(), elementBytes));
  }

  private static void skip(ByteBuffer request, int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a length of " + bytes);
    }
    request.position(Math.addExact(request.position(), bytes));
  }
}
