package io.nfcs.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.semantic.ContrastSet.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts that are near each other and ask for different things never serve each other. */
@Timeout(60)
class ContrastTest {
  private static final double LOW = 0.7;

  @Test
  void shouldHitNoneOfTheContrastSetWithItsGuards() {
    int pairs = 0;
    int unguarded = 0;
    List<String> wrong = new ArrayList<>();
    try (SemanticCache<String> guardless = open("guards: []");
        SemanticCache<String> cache = open("ttl_millis: 0")) {
      for (Map.Entry<String, List<Pair>> kind : ContrastSet.byKind().entrySet()) {
        int near = 0;
        for (Pair pair : kind.getValue()) {
          near += hits(guardless, pair.first(), pair.second()) ? 1 : 0;
          if (hits(cache, pair.first(), pair.second())
              || hits(cache, pair.second(), pair.first())) {
            wrong.add(pair.first() + " / " + pair.second());
          }
        }
        System.out.printf(
            "contrast %s: %d pairs, %d hits at %.2f without guards%n",
            kind.getKey(), kind.getValue().size(), near, LOW);
        pairs += kind.getValue().size();
        unguarded += near;
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(pairs >= 500, pairs + " pairs");
    assertTrue(unguarded > pairs / 10, "without guards only " + unguarded + " hits of " + pairs);
  }

  private static SemanticCache<String> open(String setting) {
    return SemanticCache.open(
        NfcsConfig.parse("test", "semantic: {" + setting + "}"), Codec.text());
  }

  private static boolean hits(SemanticCache<String> cache, String kept, String asked) {
    cache.clear();
    cache.store(kept, "result");
    return cache.findSimilar(asked, SemanticCache.ANY, LOW) != null;
  }
}
