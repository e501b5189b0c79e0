package io.nfcs.semantic;

import io.nfcs.semantic.index.VectorIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes of entries as bytes, little-endian: one byte for the kind, and its parts. Strings and
 * values follow the number of their bytes, components that of theirs; times are nanoseconds since
 * 1970, as of the clock of the process that writes.
 *
 * <pre>
 *   1 stored    text, components or -1 if the text is known, entry
 *   2 removed   text, context
 *   3 wrong     text, context, least cosine (double)
 *   4 cleared
 *
 *   entry       context, value, time stored (long), time of death (long, its maximum for never)
 *   in the index for each entry of a text: entry, least cosine (double)
 * </pre>
 *
 * <p><b>Threads.</b> One at a time; returned buffers are valid until the next call.
 */
final class EntryRecords {
  private static final byte STORED = 1;
  private static final byte REMOVED = 2;
  private static final byte WRONG = 3;
  private static final byte CLEARED = 4;

  /** Longest record; the record of a text has all its entries. */
  private static final int MOST_BYTES = 1 << 30;

  /** Marker in place of the number of components, for a known text. */
  private static final int KNOWN = -1;

  private final long epochOffsetNanos;
  private ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Creates the records of a process.
   *
   * @param epochOffsetNanos nanoseconds since 1970 when its clock said 0
   */
  EntryRecords(long epochOffsetNanos) {
    this.epochOffsetNanos = epochOffsetNanos;
  }

  ByteBuffer stored(
      String text,
      String context,
      byte[] value,
      long storedNanos,
      long deadNanos,
      float @Nullable [] vector) {
    begin(STORED);
    put(text);
    put(vector);
    putEntry(context, value, storedNanos, deadNanos);
    return out.flip();
  }

  ByteBuffer removed(String text, String context) {
    begin(REMOVED);
    put(text);
    put(context);
    return out.flip();
  }

  ByteBuffer wrong(String text, String context, double leastCosine) {
    begin(WRONG);
    put(text);
    put(context);
    room(Double.BYTES).putDouble(leastCosine);
    return out.flip();
  }

  ByteBuffer cleared() {
    begin(CLEARED);
    return out.flip();
  }

  /** Applies a change and returns the text of its entries, {@code null} if all entries changed. */
  @Nullable String apply(ByteBuffer change, Entries entries) {
    byte kind = change.get();
    if (kind == CLEARED) {
      entries.clear();
      return null;
    }
    String text = string(change);
    switch (kind) {
      case STORED -> addEntry(change, known(text, vector(change), entries), entries);
      case REMOVED -> {
        Entry entry = entries.entry(text, string(change));
        if (entry != null) {
          entries.remove(entry);
        }
      }
      case WRONG -> {
        Entry entry = entries.entry(text, string(change));
        if (entry != null) {
          entry.leastCosine = change.getDouble();
        }
      }
      default -> throw new IllegalStateException("no change is of kind " + kind);
    }
    return text;
  }

  private static Meaning known(String text, float @Nullable [] vector, Entries entries) {
    Meaning meaning = entries.meaning(text);
    if (meaning == null && vector == null) {
      throw new IllegalStateException("a change needs a text that no earlier one has stored");
    }
    return meaning != null
        ? meaning
        : entries.add(text, VectorIndex.ANY_ROW, Objects.requireNonNull(vector));
  }

  /** Returns all entries of a text. */
  byte[] entries(Meaning meaning) {
    out.clear();
    for (Entry entry : meaning.entries.values()) {
      putEntry(entry.context, entry.value, entry.storedNanos, entry.deadNanos);
      room(Double.BYTES).putDouble(entry.leastCosine);
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  /** Adds a text and all its entries. */
  void addAll(String text, int row, float[] vector, ByteBuffer bytes, Entries entries) {
    Meaning meaning = entries.add(text, row, vector);
    while (bytes.hasRemaining()) {
      addEntry(bytes, meaning, entries).leastCosine = bytes.getDouble();
    }
  }

  private void begin(byte kind) {
    out.clear().put(kind);
  }

  private void putEntry(String context, byte[] value, long storedNanos, long deadNanos) {
    put(context);
    put(value);
    room(2 * Long.BYTES)
        .putLong(epochOffsetNanos + storedNanos)
        .putLong(deadNanos == Entry.NEVER ? Entry.NEVER : epochOffsetNanos + deadNanos);
  }

  private Entry addEntry(ByteBuffer from, Meaning meaning, Entries entries) {
    String context = string(from);
    byte[] value = bytes(from);
    long stored = from.getLong() - epochOffsetNanos;
    long dead = from.getLong();
    return entries.add(
        meaning, context, value, stored, dead == Entry.NEVER ? dead : dead - epochOffsetNanos);
  }

  private void put(String string) {
    put(string.getBytes(StandardCharsets.UTF_8));
  }

  private void put(byte[] bytes) {
    room((long) Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
  }

  private void put(float @Nullable [] vector) {
    if (vector == null) {
      room(Integer.BYTES).putInt(KNOWN);
      return;
    }
    int bytes = Float.BYTES * vector.length;
    room(Integer.BYTES + bytes).putInt(vector.length).asFloatBuffer().put(vector);
    out.position(out.position() + bytes);
  }

  /** Returns the buffer, with room for that many bytes. */
  private ByteBuffer room(long bytes) {
    if (out.remaining() < bytes) {
      long needed = out.position() + bytes;
      if (needed > MOST_BYTES) {
        throw new IllegalArgumentException(
            "an entry of " + needed + " bytes and more, allowed are " + MOST_BYTES);
      }
      ByteBuffer larger =
          ByteBuffer.allocate((int) Math.clamp(2L * out.capacity(), needed, MOST_BYTES));
      out = larger.order(ByteOrder.LITTLE_ENDIAN).put(out.flip());
    }
    return out;
  }

  private static String string(ByteBuffer from) {
    return new String(bytes(from), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer from) {
    byte[] bytes = new byte[length(from, Byte.BYTES)];
    from.get(bytes);
    return bytes;
  }

  private static float @Nullable [] vector(ByteBuffer from) {
    if (from.getInt(from.position()) == KNOWN) {
      from.getInt();
      return null;
    }
    int length = length(from, Float.BYTES);
    float[] vector = new float[length];
    from.asFloatBuffer().get(vector);
    from.position(from.position() + Float.BYTES * length);
    return vector;
  }

  /** Returns a length, checked to be within the remaining bytes. */
  private static int length(ByteBuffer from, int partBytes) {
    int length = from.getInt();
    if (length < 0 || length > from.remaining() / partBytes) {
      throw new IllegalStateException(
          "a change says that %d parts follow in %d bytes".formatted(length, from.remaining()));
    }
    return length;
  }
}
