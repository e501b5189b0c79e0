package io.nfcs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.memory.Digest128;
import io.nfcs.tier.CacheKey;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CodecTest {
  private record Solve(
      String scheme, int nx, double dt, boolean control, float gain, short n, byte b) {}

  private record Unknown(Object any) {}

  private record Named(String name, int number) {}

  @Test
  void shouldReadWhatItWrote() {
    assertRead(Codec.text(), "");
    assertRead(Codec.text(), "Grüße \uD83D\uDE00\0|");
    assertRead(Codec.number(), Long.MIN_VALUE);
    assertRead(Codec.texts(), List.of());
    assertRead(Codec.texts(), List.of("", "a|b", ""));
    assertRead(
        Codec.record(Solve.class),
        new Solve("strang", 128, -0.0, true, Float.NaN, (short) -3, (byte) -1));
    double[] doubles = {0.0, -0.0, Double.NaN, Double.MIN_VALUE};
    assertArrayEquals(doubles, Codec.doubles().decode(encode(Codec.doubles(), doubles)));
  }

  @Test
  void shouldKeepTextsThatAreCutInsideASurrogatePair() {
    List<String> cut =
        List.of(
            "dog \ud83d",
            "dog \ud83c",
            "dog ?",
            "\udc36 dog",
            "\udc36",
            "\udc36\ud83d",
            "\ud83d\udc36",
            "?\ud83d?",
            "\ufffd\ud83d",
            "a\ud83d\ud83d\udc36\udc36b");
    for (String text : cut) {
      assertRead(Codec.text(), text);
      assertRead(Codec.texts(), List.of(text, text));
      assertRead(Codec.record(Named.class), new Named(text, 1));
      for (String other : cut) {
        if (!other.equals(text)) {
          assertApart(Codec.text(), text, other);
          assertApart(Codec.texts(), List.of(text), List.of(other));
          assertApart(Codec.record(Named.class), new Named(text, 1), new Named(other, 1));
          Argument argument = key -> key.add(text);
          assertApart(KeyWriter.codec("1"), argument, key -> key.add(other));
        }
      }
    }
  }

  /** The original joined its tokens by a bar, and served one list's answer for another. */
  @Test
  void shouldTellListsOfTextsApart() {
    assertApart(Codec.texts(), List.of("a|b"), List.of("a", "b"));
    assertApart(Codec.texts(), List.of("ab", "c"), List.of("a", "bc"));
    assertApart(Codec.texts(), List.of(), List.of(""));
    assertApart(Codec.texts(), List.of("a", "b"), List.of("b", "a"));
  }

  /** The original took the text of an array for its key, in which the middle is left out. */
  @Test
  void shouldTellArraysApartThatDifferInOneBitAnywhere() {
    double[] field = new double[128 * 128];
    double[] middle = field.clone();
    middle[64 * 128 + 64] = 1e-300;
    assertApart(Codec.doubles(), field, middle);
    double[] negative = field.clone();
    negative[5] = -0.0;
    assertApart(Codec.doubles(), field, negative);
    assertApart(Codec.doubles(), new double[] {1}, new double[] {1 + 1e-10});
  }

  /**
   * The original's keys were others in each process. Computed by Python, with its xxhash for the
   * text.
   */
  @Test
  void shouldGiveTheSameKeysInEveryProcess() {
    assertEquals("bf3e9b069f5aa7f8ba69ec90eb4fef88", key(Codec.number(), 42L).toString());
    assertEquals("fa38c4f25580192cfc0fd92dfc52c09e", key(Codec.text(), "neural field").toString());
  }

  @Test
  void shouldRefuseRecordsOfWhatItDoesNotKnow() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Codec.record(Unknown.class));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("allowed: texts, numbers and booleans"));
  }

  @Test
  void shouldHaveAnotherIdentityForAnotherShape() {
    record Other(String scheme) {}
    assertNotEquals(Codec.record(Solve.class).identity(), Codec.record(Other.class).identity());
  }

  private static <T> void assertRead(Codec<T> codec, T value) {
    assertEquals(value, codec.decode(encode(codec, value)));
  }

  private static <T> void assertApart(Codec<T> codec, T one, T other) {
    assertFalse(encode(codec, one).mismatch(encode(codec, other)) == -1);
    assertNotEquals(key(codec, one), key(codec, other));
  }

  private static <T> CacheKey key(Codec<T> codec, T value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = encode(codec, value);
      MemorySegment memory = arena.allocate(Math.max(1, bytes.byteSize())).copyFrom(bytes);
      Digest128 digest = new Digest128(1);
      digest.update(memory.asSlice(0, bytes.byteSize()));
      return new CacheKey(digest.high(), digest.low());
    }
  }

  private static <T> MemorySegment encode(Codec<T> codec, T value) {
    MemorySegment target = MemorySegment.ofArray(new byte[(int) codec.sizeBytes(value)]);
    codec.encode(value, target);
    return MemorySegment.ofArray(target.toArray(ValueLayout.JAVA_BYTE));
  }
}
