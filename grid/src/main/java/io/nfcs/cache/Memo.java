package io.nfcs.cache;

import io.nfcs.codec.Argument;
import io.nfcs.codec.Codec;
import io.nfcs.codec.KeyWriter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A function whose results are kept: {@code grid.memo("solve", "v1", codec, this::solve)}.
 *
 * <p>The key of a result is the memo's name, the version of the function, and the argument in the
 * form of {@link KeyWriter}. A new version finds nothing of an older one. One argument is computed
 * once at a time, for any number of callers.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its cache. <b>Fails</b> with a {@link CacheException} when
 * the function does, or returns null; no result is kept then. Once closed as {@link TieredCache}
 * does.
 *
 * @param <A> arguments
 * @param <R> results
 */
public final class Memo<A extends Argument, R> implements AutoCloseable {
  private final TieredCache<A, R> cache;
  private final Function<A, R> function;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong samples = new AtomicLong();
  private final DoubleAccumulator largest = new DoubleAccumulator(Math::max, 0);
  private volatile @Nullable Check<R> check;

  private record Check<R>(long every, ToDoubleBiFunction<R, R> deviation) {}

  /**
   * Difference between kept results and results that were computed again. The two numbers are read
   * one after the other, so the deviation may be of a sample that is not counted yet.
   *
   * @param samples results that were computed again
   * @param largestDeviation the largest deviation of any of them
   */
  public record Verification(long samples, double largestDeviation) {}

  /**
   * Opens a memo.
   *
   * @param name name of the cache
   * @param version another text whenever the function gives other results
   * @param codec of the results
   * @param function equal arguments have equal results
   * @param open opens a cache
   */
  public Memo(
      String name,
      String version,
      Codec<R> codec,
      Function<A, R> function,
      Function<CacheSpec<A, R>, TieredCache<A, R>> open) {
    this.function = function;
    cache =
        open.apply(
            CacheSpec.<A, R>of(name, KeyWriter.codec(version), codec).pureLoader(function::apply));
  }

  /**
   * Computes some results again, those that are kept as well, and compares.
   *
   * @param every number of calls of {@link #get(Argument)} of which one is checked, by the calling
   *     thread, which throws what the function throws then; calls by lease are not checked
   * @param deviation distance of two results, 0 or above
   * @return this memo
   * @throws IllegalArgumentException if {@code every} is below 1
   */
  public Memo<A, R> verify(long every, ToDoubleBiFunction<R, R> deviation) {
    if (every < 1) {
      throw new IllegalArgumentException("one of " + every + " calls; allowed: 1 or more");
    }
    check = new Check<>(every, deviation);
    return this;
  }

  /**
   * Returns the result for an argument, as an object of the caller's own.
   *
   * @throws CacheException if the function throws, or returns null
   */
  public R get(A argument) {
    R result = cache.get(argument);
    if (result == null) {
      throw new CacheException(
          "memo " + cache.name() + ": the function has no result", new NullPointerException());
    }
    Check<R> now = check;
    if (now != null && asked.incrementAndGet() % now.every == 0) {
      largest.accumulate(now.deviation.applyAsDouble(result, function.apply(argument)));
      samples.incrementAndGet();
    }
    return result;
  }

  /** Looks a result up, or computes it, for reading in place, as {@link TieredCache#get} does. */
  public Answer get(A argument, Lease lease) {
    return cache.get(argument, lease);
  }

  /** Returns a lease for look-ups by one thread. */
  public Lease lease() {
    return cache.lease();
  }

  /** Returns the results of the checks. */
  public Verification verification() {
    return new Verification(samples.get(), largest.get());
  }

  /** Returns the counts of the cache. */
  public CacheStatistics statistics() {
    return cache.statistics();
  }

  @Override
  public void close() {
    cache.close();
  }
}
