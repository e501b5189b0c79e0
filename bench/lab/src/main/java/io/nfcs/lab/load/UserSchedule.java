package io.nfcs.lab.load;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.apache.commons.statistics.distribution.ZipfDistribution;

/**
 * Schedule of one user: the same for a seed, whatever the system does.
 *
 * <p>The first operation is due a share of the mean gap after the user's arrival, which differs
 * from user to user, so that users at equal distances do not act in step.
 */
final class UserSchedule {
  private static final double NANOS_PER_SECOND = 1e9;

  private final SplittableRandom random;
  private final Arrivals arrivals;
  private final double meanGapNanos;
  private final Operation[] operations;
  private final double[] cumulated;
  private final DiscreteDistribution.Sampler keys;
  private double nextNanos;

  /**
   * A schedule.
   *
   * @param settings the users' behaviour
   * @param weights weights of the operations that can be done
   * @param user number of the user
   * @param startNanos when the user arrives
   */
  UserSchedule(LoadSettings settings, Map<Operation, Double> weights, int user, long startNanos) {
    random = new SplittableRandom(settings.seed() * 1_000_003 + user);
    arrivals = settings.arrivals();
    meanGapNanos = NANOS_PER_SECOND / settings.userRate();
    operations = weights.keySet().toArray(Operation[]::new);
    cumulated = weights.values().stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.parallelPrefix(cumulated, Double::sum);
    keys = ZipfDistribution.of(settings.keys(), settings.skew()).createSampler(random::nextLong);
    nextNanos = startNanos + random.nextDouble() * meanGapNanos;
  }

  Arrival next() {
    long intended = (long) nextNanos;
    nextNanos += arrivals.gap(random) * meanGapNanos;
    double point = random.nextDouble() * cumulated[cumulated.length - 1];
    int chosen = 0;
    while (cumulated[chosen] <= point && chosen < cumulated.length - 1) {
      chosen++;
    }
    return new Arrival(intended, operations[chosen], keys.sample() - 1L);
  }
}
