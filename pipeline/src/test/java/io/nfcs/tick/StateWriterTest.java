package io.nfcs.tick;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StateWriterTest {
  private static final double ODD_NAN = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);

  private final StateWriter writer = StateWriter.ofCapacity(200);

  @Test
  void shouldReadWhatWasWritten() {
    writer.writeBoolean(true);
    writer.writeLong(Long.MIN_VALUE + 1);
    writer.writeInt(-7);
    writer.writeDouble(ODD_NAN);
    writer.writeBytes(new byte[] {1, 2, 3, 4}, 1, 2);
    writer.writeInts(new int[] {5, 6, 7}, 1, 2);
    writer.writeLongs(new long[] {8, 9}, 0, 2);
    writer.writeDoubles(new double[] {0, -0.0, 1.5}, 1, 2);
    writer.writeBoolean(false);
    assertEquals(1 + 8 + 4 + 8 + 2 + 8 + 16 + 16 + 1, writer.length());
    StateReader reader = writer.reader();
    assertTrue(reader.readBoolean());
    assertEquals(Long.MIN_VALUE + 1, reader.readLong());
    assertEquals(-7, reader.readInt());
    assertEquals(
        Double.doubleToRawLongBits(ODD_NAN), Double.doubleToRawLongBits(reader.readDouble()));
    byte[] bytes = new byte[3];
    reader.readBytes(bytes, 1, 2);
    assertArrayEquals(new byte[] {0, 2, 3}, bytes);
    int[] ints = new int[2];
    reader.readInts(ints, 0, 2);
    assertArrayEquals(new int[] {6, 7}, ints);
    long[] longs = new long[2];
    reader.readLongs(longs, 0, 2);
    assertArrayEquals(new long[] {8, 9}, longs);
    double[] doubles = new double[2];
    reader.readDoubles(doubles, 0, 2);
    assertArrayEquals(new double[] {-0.0, 1.5}, doubles);
    assertFalse(reader.readBoolean());
    reader.expectEnd();
  }

  @Test
  void shouldWriteTheLowByteFirst() {
    writer.writeInt(0x0403_0201);
    writer.writeLongs(new long[] {0x0c0b_0a09_0807_0605L}, 0, 1);
    byte[] bytes = new byte[12];
    writer.reader().readBytes(bytes, 0, 12);
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, bytes);
  }

  @Test
  void shouldRefuseWhatThereIsNoRoomForAndWriteNothingOfIt() {
    StateWriter small = StateWriter.ofCapacity(10);
    small.writeInt(1);
    for (Consumer<StateWriter> more :
        List.<Consumer<StateWriter>>of(
            to -> to.writeLong(1),
            to -> to.writeDouble(1),
            to -> to.writeBytes(new byte[7], 0, 7),
            to -> to.writeInts(new int[2], 0, 2),
            to -> to.writeLongs(new long[1], 0, 1),
            to -> to.writeDoubles(new double[1 << 20], 0, 1 << 20),
            to -> to.writeInts(new int[2], 0, -1))) {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> more.accept(small));
      assertTrue(String.valueOf(refused.getMessage()).contains("allowed 0..10"));
      assertEquals(4, small.length());
    }
    small.writeInt(2);
    small.clear();
    assertEquals(0, small.length());
  }

  @Test
  void shouldReadNoMoreThanThereIs() {
    writer.writeInt(3);
    refuse("state ends after 4 bytes, expected 8 or more", StateReader::readLong);
    refuse("state ends after 4 bytes", from -> from.readDoubles(new double[1], 0, 1));
    refuse("state ends after 4 bytes", from -> from.readFinite("speed", 1 << 27));
    refuse("state ends after 4 bytes", from -> from.readBytes(new byte[5], 0, 5));
    refuse("state has 4 bytes, expected 0", StateReader::expectEnd);
    assertThrows(
        IllegalArgumentException.class, () -> new StateReader(MemorySegment.NULL).readInt());
  }

  @Test
  void shouldRefuseValuesThatAreNotExpected() {
    writer.writeInt(3);
    writer.writeDouble(Double.NaN);
    refuse("state has cells 3, expected 4", from -> from.expect("cells", 4));
    refuse("state has mood 3, expected 0..2", from -> from.readCount("mood", 2));
    refuse("state has a boolean of 3, expected 0 or 1", StateReader::readBoolean);
    refuse(
        "state has speed NaN, expected a finite number",
        from -> {
          from.expect("cells", 3);
          from.readFinite("speed");
        });
    refuse(
        "state has speed NaN, expected a finite number",
        from -> {
          from.expect("cells", 3);
          from.readFinite("speed", 1);
        });
  }

  private void refuse(String sentence, Consumer<StateReader> read) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> read.accept(writer.reader()));
    assertTrue(String.valueOf(refused.getMessage()).contains(sentence), refused::toString);
  }
}
