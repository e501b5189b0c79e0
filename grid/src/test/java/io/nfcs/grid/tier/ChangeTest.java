package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nfcs.tier.CacheKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {
  @Test
  void shouldReadWhatItWrites() {
    CacheKey key = new CacheKey(-1, 7);
    for (Change change :
        List.of(
            Change.BEGIN,
            new Change.OfTag("red"),
            new Change.OfTag("with a space"),
            new Change.OfTag(""),
            new Change.OfKey(key, "1f"),
            new Change.OfMatch("1f", "user:* and more"),
            new Change.OfMatch("1f", ""))) {
      assertEquals(change, Change.parse(change.text()));
    }
    assertEquals("key ffffffffffffffff0000000000000007 1f", new Change.OfKey(key, "1f").text());
  }

  @Test
  void shouldKeepTheKeyOfALeaseThatBecomesAnother() {
    CacheKey key = new CacheKey(1, 2);
    Change change = new Change.OfKey(key, "1f");
    key.set(3, 4);
    assertEquals("key 00000000000000010000000000000002 1f", change.text());
  }

  /** A text of a later version, or of none, is not taken for a change. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "beginning",
        "begin again",
        "tag",
        "2 key 00000000000000010000000000000002 1f",
        "key",
        "key 1f",
        "key 00000000000000010000000000000002",
        "key 000000000000000100000000000000021f",
        "key 0000000000000001000000000000000x 1f",
        "match 1f",
        "match"
      })
  void shouldRefuseWhatIsNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> Change.parse(text));
  }
}
