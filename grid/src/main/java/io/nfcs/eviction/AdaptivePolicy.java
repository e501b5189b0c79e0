package io.nfcs.eviction;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A W-TinyLFU policy that adapts the size of its window, from frequency alone to LRU.
 *
 * <p>For each window it considers, a miniature simulation runs on a sample of the accesses; from
 * time to time the window becomes that of the simulation that hits most. Unlike Caffeine's hill
 * climber, which changes the window and observes the hit rate, it tries nothing on the cache
 * itself.
 *
 * <p>The sample is of keys, one in 2 to the power of {@code sampleShift}, and the simulated limit
 * is that share of the tier's. The shift grows with the entries, so that about 1024 of them are in
 * the sample at most, and never shrinks. A change of the window moves no entry: the next victims do
 * that.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> when its sketch grows.
 */
public final class AdaptivePolicy implements EvictionPolicy {
  private static final double[] WINDOW_SHARES = {0.01, 0.1, 0.4, 1};
  private static final int FIRST = 2;
  private static final int FIRST_KEYS = 256;

  /** Entries of a simulation: enough to tell windows apart, few enough to cost little. */
  private static final int SIMULATED_ENTRIES = 512;

  /** Sampled accesses between two choices, for each simulated entry. */
  private static final int EPOCH_PER_ENTRY = 10;

  /** Weight of the hits of earlier epochs. */
  private static final double MEMORY = 0.9;

  /** Least gain for which another window is chosen. */
  private static final double WORTH = 1.005;

  private final FrequencySketch sketch = new FrequencySketch(FIRST_KEYS);
  private final FrequencySketch sampledSketch = new FrequencySketch(2 * SIMULATED_ENTRIES);
  private final Evictables entries;
  private final WindowTinyLfu policy;
  private final List<MiniSimulation> simulations =
      DoubleStream.of(WINDOW_SHARES)
          .mapToObj(share -> new MiniSimulation(sampledSketch, share))
          .toList();
  private final double[] scores = new double[WINDOW_SHARES.length];
  private int current = FIRST;
  private int count;
  private int sampleShift;
  private long sampled;
  private long limitBytes;

  /** A policy for entries of which none is in the tier. */
  public AdaptivePolicy(Evictables entries) {
    this.entries = entries;
    policy = new WindowTinyLfu(entries, sketch, WINDOW_SHARES[FIRST]);
  }

  @Override
  public void limitBytes(long bytes) {
    limitBytes = bytes;
    policy.limitBytes(bytes);
    simulations.forEach(simulation -> simulation.limitBytes(bytes >>> sampleShift));
  }

  @Override
  public void admitted(int entry) {
    count++;
    sketch.ensureRoomFor(count);
    long hash = entries.hash(entry);
    sketch.add(hash);
    policy.admitted(entry);
    sample(hash, entry);
    if (count >> sampleShift > 2 * SIMULATED_ENTRIES) {
      sampleLess();
    }
  }

  @Override
  public void accessed(int entry) {
    long hash = entries.hash(entry);
    sketch.add(hash);
    policy.accessed(entry);
    sample(hash, entry);
  }

  @Override
  public void removed(int entry) {
    count--;
    policy.removed(entry);
  }

  @Override
  public void moved(int entry) {
    policy.moved(entry);
  }

  @Override
  public int victim() {
    int victim = policy.victim();
    if (victim != Evictables.NONE) {
      count--;
    }
    return victim;
  }

  @Override
  public int frequency(long hash) {
    return sketch.frequency(hash);
  }

  @Override
  public long memoryBytes() {
    long bytes = sketch.memoryBytes() + sampledSketch.memoryBytes();
    for (MiniSimulation simulation : simulations) {
      bytes += simulation.memoryBytes();
    }
    return bytes;
  }

  /** Returns the share of the limit that the window has now. */
  public double windowShare() {
    return WINDOW_SHARES[current];
  }

  private void sample(long hash, int entry) {
    if (!Sample.contains(hash, sampleShift)) {
      return;
    }
    sampledSketch.add(hash);
    for (MiniSimulation simulation : simulations) {
      simulation.access(hash, entries.bytes(entry));
    }
    int simulated = Math.max(SIMULATED_ENTRIES / 4, simulations.getFirst().entries());
    if (++sampled >= (long) simulated * EPOCH_PER_ENTRY) {
      sampled = 0;
      choose();
    }
  }

  private void choose() {
    int best = current;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = scores[i] * MEMORY + simulations.get(i).takeHits();
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    if (scores[best] > scores[current] * WORTH) {
      current = best;
      policy.windowShare(WINDOW_SHARES[best]);
    }
  }

  private void sampleLess() {
    sampleShift++;
    simulations.forEach(simulation -> {
      simulation.clear();
      simulation.limitBytes(limitBytes >>> sampleShift);
    });
  }
}
