package io.nfcs.semantic;

import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.fuzz.Fuzzing;
import io.nfcs.semantic.SemanticHit.Match;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Texts that Jazzer makes, for a minute. */
@Tag("torture")
@Timeout(300)
class TextFuzzTest {
  @TempDir Path folder;

  @Test
  void shouldKeepOrRefuseAnyText() throws Exception {
    Path examples = Files.createDirectory(folder.resolve("examples"));
    Files.writeString(examples.resolve("one"), "Don't pay 12.50 \u20ac before 2026-11-27, \"ok\"?");
    Fuzzing.run(Texts.class, folder, examples);
  }

  /** Checks that stored texts are found, and that a refusal is the same in both. */
  static final class Texts {
    private static final SemanticCache<Long> CACHE =
        SemanticCache.open(
            NfcsConfig.parse("fuzz", "semantic: {max_text_chars: 500, max_entries: 300}"),
            Codec.number());

    private Texts() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
      // an odd length: any chars, halves of pairs among them
      String text =
          data.length % 2 == 0 ? new String(data, StandardCharsets.UTF_8) : new String(chars(data));
      boolean isRefused = false;
      try {
        CACHE.findSimilar(text, "", 0.5);
      } catch (IllegalArgumentException e) {
        isRefused = true;
      }
      try {
        CACHE.store(text, (long) data.length);
        if (isRefused) {
          throw new IllegalStateException("stored what no look-up takes");
        }
      } catch (IllegalArgumentException e) {
        if (!isRefused) {
          throw new IllegalStateException("refused what a look-up takes", e);
        }
        return;
      }
      SemanticHit<Long> hit = CACHE.findSimilar(text, "", 1);
      if (hit == null || hit.match() != Match.TEXT || hit.result() != data.length) {
        throw new IllegalStateException("not what was stored: " + hit);
      }
    }

    private static char[] chars(byte[] data) {
      char[] chars = new char[data.length / 2];
      for (int i = 0; i < chars.length; i++) {
        chars[i] = (char) (((data[2 * i] & 0xff) << 8) | (data[2 * i + 1] & 0xff));
      }
      return chars;
    }
  }
}
