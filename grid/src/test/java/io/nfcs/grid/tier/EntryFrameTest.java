package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EntryFrameTest {
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_129L);
  private static final long IDENTITY = 0x1234_5678_9abc_def0L;
  private static final int MOST = 1 << 20;
  private static final EntryTimes TIMES = new EntryTimes(1, 2, 3, 4);

  @Test
  void shouldGiveBackWhatItWasMadeOf() {
    Random random = new Random(SEED);
    for (int i = 0; i < 300; i++) {
      EntryFrame frame = random(random);
      byte[] bytes = frame.encode(IDENTITY, new Compression(i % 4, 0));
      assertEquals(frame, decode(bytes), "seed " + SEED + ", frame " + i);
      assertEquals(3, FrameHeader.deadNanos(bytes));
    }
  }

  @Test
  void shouldHoldTagsOfAnyLengthAndNumber() {
    List<String> tags = new ArrayList<>();
    for (int length : new int[] {0, 127, 128, 32_767, 32_768, 65_535, 65_536, 70_000, 1 << 20}) {
      tags.add("\u00e4".repeat(length));
    }
    for (int i = 0; i < 70_000; i++) {
      tags.add("t" + i);
    }
    EntryFrame frame = new EntryFrame(new byte[] {1}, new byte[] {2}, TIMES, tags);
    assertEquals(frame, decode(frame.encode(IDENTITY, new Compression(0, 0))));
  }

  @Test
  void shouldNotReadAnotherVersionOrCache() {
    byte[] bytes =
        new EntryFrame(new byte[] {1}, new byte[9], TIMES, List.of("t"))
            .encode(IDENTITY, new Compression(0, 0));
    assertNull(EntryFrame.decode(bytes, IDENTITY + 1, MOST));
    bytes[4] = 1;
    assertNull(decode(sealed(bytes)));
    assertNull(decode(sealed(new byte[48])));
  }

  @Test
  void shouldSayThatDamageIsDamage() {
    byte[] bytes =
        new EntryFrame(new byte[] {1, 2}, new byte[100], TIMES, List.of("red", "round"))
            .encode(IDENTITY, new Compression(3, 0));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> decode(cut), "at " + length);
    }
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(IllegalArgumentException.class, () -> decode(flipped), "bit " + bit);
    }
  }

  /** A forged frame has a forged checksum too. */
  @Test
  void shouldReadOrRefuseWhateverIsForged() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = random(random).encode(IDENTITY, new Compression(i % 3, 0));
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(16, bytes.length)] = (byte) random.nextInt();
      }
      byte[] forged =
          sealed(i % 5 == 0 ? Arrays.copyOf(bytes, random.nextInt(5, bytes.length)) : bytes);
      try {
        decode(forged);
      } catch (IllegalArgumentException refused) {
        assertNotNull(refused.getMessage());
      }
    }
  }

  /** Each length says that two gigabytes follow; none of them may be taken from the heap. */
  @Test
  void shouldTakeNoMemoryForALengthThatIsNotThere() {
    byte[] bytes =
        new EntryFrame(new byte[] {1}, new byte[4096], TIMES, List.of("t"))
            .encode(IDENTITY, new Compression(3, 0));
    for (int at : new int[] {16, 20, 24, 28, 65}) {
      for (int length : new int[] {Integer.MAX_VALUE, MOST + 1, -1, Integer.MIN_VALUE}) {
        byte[] forged = bytes.clone();
        ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, length);
        assertThrows(IllegalArgumentException.class, () -> decode(sealed(forged)), "at " + at);
      }
    }
  }

  @Test
  void shouldRefuseAValueThatUnpacksToMoreThanIsAllowed() {
    byte[] bytes =
        new EntryFrame(new byte[] {1}, new byte[MOST + 1], TIMES, List.of())
            .encode(IDENTITY, new Compression(3, 0));
    assertTrue(bytes.length < 1000, "packed");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> decode(bytes));
    assertEquals(
        "value of %d bytes; allowed: up to %d".formatted(MOST + 1, MOST), refused.getMessage());
    // what is said before it is unpacked, and what it says itself
    byte[] liar = bytes.clone();
    ByteBuffer.wrap(liar).order(ByteOrder.LITTLE_ENDIAN).putInt(20, MOST);
    assertThrows(IllegalArgumentException.class, () -> decode(sealed(liar)));
  }

  @Test
  void shouldNotMistakeNoValueForAnEmptyOne() {
    EntryFrame none = new EntryFrame(new byte[] {1}, null, TIMES, List.of());
    EntryFrame empty = new EntryFrame(new byte[] {1}, new byte[0], TIMES, List.of());
    Compression compression = new Compression(3, 0);
    assertNull(value(decode(none.encode(IDENTITY, compression))));
    assertArrayEquals(new byte[0], value(decode(empty.encode(IDENTITY, compression))));
  }

  private static byte @Nullable [] value(@Nullable EntryFrame frame) {
    assertNotNull(frame);
    return frame.value();
  }

  private static @Nullable EntryFrame decode(byte[] bytes) {
    return EntryFrame.decode(bytes, IDENTITY, MOST);
  }

  private static EntryFrame random(Random random) {
    byte[] key = new byte[random.nextInt(40)];
    random.nextBytes(key);
    byte[] value = random.nextInt(10) == 0 ? null : new byte[random.nextInt(300)];
    if (value != null && random.nextBoolean()) {
      random.nextBytes(value);
    }
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add("tag " + random.nextInt(1000));
    }
    return new EntryFrame(key, value, TIMES, tags);
  }

  /** With the checksum that it would have. */
  private static byte[] sealed(byte[] frame) {
    byte[] bytes = frame.clone();
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, (int) checksum.getValue());
    return bytes;
  }
}
