package io.nfcs.eviction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.memory.Digest;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReuseCurveTest {
  private static final long SEED = 11;

  /** With every key in the sample the curve is LRU's, up to the width of its buckets. */
  @Test
  void shouldBeExactWithoutSampling() {
    int[] keys = skewed(20_000, 3000);
    ReuseCurve curve = new ReuseCurve(3000, 0);
    record(curve, keys);
    for (int size : new int[] {1, 2, 5, 17, 63, 64, 128, 256, 1024, 2048}) {
      assertEquals(lru(keys, size), curve.hitRate(size), 1e-12, "size " + size + ", seed " + SEED);
    }
    assertEquals(0, curve.hitRate(0));
  }

  @Test
  void shouldComeCloseWithAFewKeysOfMany() {
    int[] keys = skewed(400_000, 40_000);
    ReuseCurve curve = new ReuseCurve(3000, 3);
    record(curve, keys);
    for (int size : new int[] {500, 2000, 8000, 20_000}) {
      assertEquals(lru(keys, size), curve.hitRate(size), 0.05, "size " + size + ", seed " + SEED);
    }
  }

  @Test
  void shouldNeverFallAsTheCacheGrows() {
    ReuseCurve curve = new ReuseCurve(200, 0);
    record(curve, skewed(50_000, 5000));
    double before = 0;
    for (int size = 0; size < 10_000; size += 7) {
      double rate = curve.hitRate(size);
      assertTrue(rate >= before && rate <= 1, "size " + size);
      before = rate;
    }
  }

  @Test
  void shouldFollowWhatHappensNow() {
    ReuseCurve curve = new ReuseCurve(2000, 0);
    for (int i = 0; i < 10_000; i++) {
      curve.record(Digest.mix(1, i));
    }
    assertEquals(0, curve.hitRate(10));
    for (int round = 0; round < 20; round++) {
      curve.age();
      for (int i = 0; i < 10_000; i++) {
        curve.record(Digest.mix(2, i % 8));
      }
    }
    assertTrue(curve.hitRate(10) > 0.99, "hit rate " + curve.hitRate(10));
  }

  private static void record(ReuseCurve curve, int[] keys) {
    for (int key : keys) {
      curve.record(Digest.mix(0, key));
    }
  }

  private static int[] skewed(int accesses, int keys) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] result = new int[accesses];
    for (int i = 0; i < accesses; i++) {
      double u = random.nextDouble();
      result[i] = (int) (keys * u * Math.sqrt(u));
    }
    return result;
  }

  private static double lru(int[] keys, int size) {
    LinkedHashMap<Integer, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true);
    int hits = 0;
    for (int key : keys) {
      if (cache.put(key, true) != null) {
        hits++;
      } else if (cache.size() > size) {
        cache.pollFirstEntry();
      }
    }
    return hits / (double) keys.length;
  }
}
