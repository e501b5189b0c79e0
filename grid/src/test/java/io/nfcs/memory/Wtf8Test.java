package io.nfcs.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Wtf8Test {
  private static final char[] UNITS = {
    'a', '?', '\0', '\u00fc', '\u20ac', '\ufffd', '\ud7ff', '\ue000', '\ud800', '\udbff', '\udc00',
    '\udfff', '\ud83d', '\udc36'
  };

  /** Random texts of units that matter; the seed stands in the message. */
  @Test
  void shouldReadEveryTextAsItWas() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.append(UNITS[random.nextInt(UNITS.length)]);
      }
      byte[] bytes = Wtf8.bytes(text.toString());
      assertEquals(text.toString(), Wtf8.text(bytes), "seed 5, text " + i);
      String other = texts.put(Arrays.toString(bytes), text.toString());
      assertEquals(other == null ? text.toString() : other, text.toString(), "seed 5, text " + i);
      if (Wtf8.isWhole(text.toString())) {
        assertArrayEquals(text.toString().getBytes(StandardCharsets.UTF_8), bytes);
      }
    }
  }

  @Test
  void shouldReadWhatIsNoTextAsJavaDoes() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(8)];
      random.nextBytes(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (Wtf8.isWhole(Wtf8.text(bytes))) {
        assertEquals(text, Wtf8.text(bytes), "seed 7, bytes " + i);
      }
    }
  }

  @Test
  void shouldTellNamesApartThatAreCutInsideASurrogatePair() {
    assertNotEquals(Digest.of("name \ud83d"), Digest.of("name \ud83c"));
    assertNotEquals(Digest.of("name \ud83d"), Digest.of("name ?"));
  }
}
