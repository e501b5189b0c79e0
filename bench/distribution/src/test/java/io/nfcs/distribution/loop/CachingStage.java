package io.nfcs.distribution.loop;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stage {@code caching}: performs every operation of a stage on caches, on each tick. */
public final class CachingStage implements Stage {
  private static final long BUDGET_NANOS = 200_000;

  /** Counts of the look-ups within a budget, by answer. */
  static final Map<Answer, Long> ANSWERS = new ConcurrentHashMap<>();

  private @Nullable TieredCache<Long, byte[]> loaded;
  private @Nullable TieredCache<Long, byte[]> put;
  private @Nullable Lease lease;
  private int stage;

  /** For {@link java.util.ServiceLoader}. */
  public CachingStage() {}

  @Override
  public String name() {
    return "caching";
  }

  @Override
  public void open(StageContext opened) {
    stage = opened.stage();
    loaded =
        opened.cache(
            CacheSpec.of("stage-loaded", Codec.number(), Codec.bytes())
                .loader(key -> new byte[(int) (key % 100)]));
    put = opened.cache(CacheSpec.of("stage-put", Codec.number(), Codec.bytes()));
    lease = put.lease();
  }

  @Override
  public void run(Tick tick) {
    TieredCache<Long, byte[]> first = loaded;
    TieredCache<Long, byte[]> second = put;
    Lease hold = lease;
    if (first == null || second == null || hold == null) {
      throw new IllegalStateException("not open");
    }
    long number = tick.number();
    check(first.get(number), (int) (number % 100));
    second.get(number, hold);
    hold.release();
    ANSWERS.merge(second.get(number + (1L << 40), BUDGET_NANOS, hold), 1L, Long::sum);
    hold.release();
    second.put(number, new byte[] {(byte) number});
    check(second.get(number), 1);
    second.put(number + 1, new byte[2]);
    second.invalidate(number + 1);
    if (second.get(number + 1) != null) {
      throw new IllegalStateException("was invalidated");
    }
    if (number % 10 == 0) {
      second.invalidateTag("tag" + number);
    }
    tick.digest(stage, number);
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
  }

  private static void check(byte @Nullable [] value, int length) {
    if (value == null || value.length != length) {
      throw new IllegalStateException("not what was put or loaded");
    }
  }
}
