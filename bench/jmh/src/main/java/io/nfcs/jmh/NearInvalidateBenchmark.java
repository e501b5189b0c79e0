package io.nfcs.jmh;

import io.nfcs.lab.Shows;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An invalidation of one key: of a present key, which is put again each time, so that the pair is
 * measured; and of an absent key, alone.
 *
 * <p>To be run with the flags of {@code config/jvm.options}; {@code -t 8} invalidates with 8
 * threads.
 */
@Shows("an invalidation of a key in the near tier, with the put before it or of an absent key")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NearInvalidateBenchmark {
  /** Made by JMH. */
  public NearInvalidateBenchmark() {}

  /** Puts into the near tier and invalidates the entry. */
  @Benchmark
  public boolean nfcs(NearPeers peers, NearKeys keys) {
    Long key = keys.next();
    peers.putNear(key);
    return peers.ours().invalidate(key);
  }

  /** Puts on the heap and invalidates the entry. */
  @Benchmark
  public boolean caffeine(NearPeers peers, NearKeys keys) {
    Long key = keys.next();
    peers.putOnHeap(key);
    return peers.caffeine().asMap().remove(key) != null;
  }

  /** Invalidates an absent key in the near tier. */
  @Benchmark
  public boolean nfcsAbsent(NearPeers peers, NearKeys keys) {
    return peers.ours().invalidate(keys.next());
  }

  /** Invalidates an absent key on the heap. */
  @Benchmark
  public boolean caffeineAbsent(NearPeers peers, NearKeys keys) {
    return peers.caffeine().asMap().remove(keys.next()) != null;
  }
}
