package io.nfcs.lab.load;

import io.nfcs.command.Progress;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.load.LoadTestResults.Step;
import io.nfcs.tick.TickClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A load test: virtual users put a system under load, and the results report on it and its loop.
 *
 * <p>With steps it ends early, after the step in which the system was saturated: fewer than 95 % of
 * the due operations were done, or p95 from the intended start went beyond the limit, or more than
 * 1 % of the operations failed.
 *
 * <p><b>Threads.</b> The caller's, and a virtual one for each user. <b>Owns</b> the system under
 * load if it starts it. <b>Fails</b> with a {@link ConfigException} on settings it cannot use.
 */
public final class LoadTest {
  private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double LEAST_ACHIEVED = 0.95;

  private final LoadSettings settings;
  private final Context context;
  private final Target target;
  private final TickClock clock = TickClock.system();
  private final Map<Operation, Double> weights;
  private final Set<Operation> leftOut = EnumSet.noneOf(Operation.class);
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Step saturatedAt;

  private LoadTest(LoadSettings settings, Context context, Target target) {
    this.settings = settings;
    this.context = context;
    this.target = target;
    weights = weights(settings, target.operations());
  }

  /**
   * Runs a test: starts or connects to the system, warms up for two seconds, and waits for all
   * users.
   *
   * @throws ConfigException if settings or system cannot be used; failed operations are results
   */
  public static LoadTestResults run(Context context, Progress progress) {
    LoadSettings settings = context.config.section("load", LoadSettings.class);
    progress.at(0, "starting");
    try (Target target =
        context.address == null
            ? EmbeddedTarget.start(context.config, settings, context.dataDir)
            : RemoteTarget.connect(context.config, context.address, settings)) {
      return new LoadTest(settings, context, target).run(progress);
    }
  }

  private LoadTestResults run(Progress progress) {
    progress.at(0, "warming up");
    warmUp();
    long now = clock.nanoTime();
    long testNanos = context.duration.toNanos();
    List<Phase> phases =
        Phase.of(settings.steps(), context.users, now, context.rampUp.toNanos(), testNanos);
    LoadRecorder recorder = new LoadRecorder(phases);
    List<Thread> users = users(phases, recorder);
    CacheReads before = target.cacheReads();
    long fromMillis = System.currentTimeMillis();
    for (int i = 0; i < phases.size() && saturatedAt == null; i++) {
      if (phases.get(i).isMeasured() && settings.steps() == 1) {
        before = target.cacheReads();
        fromMillis = System.currentTimeMillis();
      }
      watch(phases, i, recorder, progress);
      if (settings.steps() > 1) {
        judge(step(phases.get(i), recorder.phase(i)));
      }
    }
    recorder.end(clock.nanoTime());
    long toMillis = System.currentTimeMillis();
    CacheReads after = target.cacheReads();
    users.forEach(LoadTest::join);
    return results(recorder, after.hitRatioSince(before), target.loop(fromMillis, toMillis));
  }

  /** Runs each operation for a moment, so that the first user finds compiled code. */
  @SuppressWarnings("CatchingUnchecked") // a failure here occurs again where it is counted
  private void warmUp() {
    UserSchedule schedule = new UserSchedule(settings, weights, -1, 0);
    long endNanos = clock.nanoTime() + WARM_UP_NANOS;
    try (Session session = target.session(0)) {
      while (clock.nanoTime() < endNanos) {
        Arrival arrival = schedule.next();
        try {
          session.perform(arrival.operation(), arrival.key());
        } catch (Exception e) {
          endNanos = 0;
        }
      }
    }
  }

  private List<Thread> users(List<Phase> phases, LoadRecorder recorder) {
    Phase full = phases.getLast();
    long middle = full.fromNanos() + (full.toNanos() - full.fromNanos()) / 2;
    Stall stall = new Stall(middle, middle + TimeUnit.MILLISECONDS.toNanos(settings.stallMillis()));
    List<Thread> users = new ArrayList<>();
    for (int user = 0; user < context.users; user++) {
      UserSchedule schedule =
          new UserSchedule(settings, weights, user, Phase.arrivalNanos(phases, user));
      users.add(
          Thread.ofVirtual()
              .name("nfcs-user-" + user)
              .start(new VirtualUser(schedule, target.session(user), recorder, stall, clock)));
    }
    return users;
  }

  /** Waits until a phase is over. */
  private void watch(List<Phase> phases, int phase, LoadRecorder recorder, Progress progress) {
    long startNanos = phases.getFirst().fromNanos();
    long lengthNanos = phases.getLast().toNanos() - startNanos;
    long endNanos = phases.get(phase).toNanos();
    long now = clock.nanoTime();
    while (now < endNanos) {
      progress.at(
          Math.clamp((double) (now - startNanos) / lengthNanos, 0, 1),
          String.format(
              Locale.ROOT,
              "%d users, %d operations done",
              phases.get(phase).users(),
              recorder.completed()));
      clock.parkNanos(Math.min(REFRESH_NANOS, endNanos - now));
      now = clock.nanoTime();
    }
  }

  private Step step(Phase phase, PhaseRecorder recorder) {
    double seconds = (phase.toNanos() - phase.fromNanos()) / NANOS_PER_SECOND;
    return new Step(
        phase.users(),
        phase.users() * settings.userRate(),
        recorder.completedInTime() / seconds,
        recorder.latencies());
  }

  private void judge(Step step) {
    steps.add(step);
    boolean isSlow =
        step.latencies().intended().p95() > TimeUnit.MILLISECONDS.toMicros(settings.limitMillis());
    boolean isBehind = step.achievedPerSecond() < LEAST_ACHIEVED * step.offeredPerSecond();
    boolean isFailing = step.latencies().successRate() < LoadTestResults.LEAST_SUCCESS;
    if (isSlow || isBehind || isFailing) {
      saturatedAt = step;
    }
  }

  private LoadTestResults results(LoadRecorder recorder, double hitRatio, LoopTimes loop) {
    PhaseRecorder measured = recorder.measured();
    Map<Operation, Latencies> operations = new EnumMap<>(Operation.class);
    weights.keySet().forEach(operation -> operations.put(operation, measured.latencies(operation)));
    double seconds = context.duration.toNanos() / NANOS_PER_SECOND;
    return new LoadTestResults(
        saturatedAt == null ? context.users : saturatedAt.users(),
        steps.isEmpty() ? seconds : seconds * steps.size() / settings.steps(),
        measured.latencies(),
        operations,
        leftOut,
        recorder.failures(),
        steps,
        saturatedAt,
        settings.limitMillis(),
        hitRatio,
        loop);
  }

  private Map<Operation, Double> weights(LoadSettings from, Set<Operation> offered) {
    Map<Operation, Double> wanted = new EnumMap<>(Operation.class);
    from.mix()
        .weights()
        .forEach((operation, weight) -> {
          if (weight > 0 && offered.contains(operation)) {
            wanted.put(operation, weight);
          } else if (weight > 0) {
            leftOut.add(operation);
          }
        });
    if (wanted.isEmpty()) {
      throw new ConfigException(
          "load.mix: "
              + from.mix()
              + " has nothing to do; at least one of "
              + offered
              + " must be above 0");
    }
    return wanted;
  }

  private static void join(Thread user) {
    try {
      user.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Parameters of a test. Every setter may be left out.
   *
   * <p><b>Threads.</b> One.
   */
  public static final class Context {
    private NfcsConfig config = NfcsConfig.parse("defaults", "");
    private @Nullable String address;
    private @Nullable Path dataDir;
    private int users = 10;
    private Duration duration = Duration.ofSeconds(10);
    private Duration rampUp = Duration.ZERO;

    /** Ten users for ten seconds, beside a loop with every setting at its default. */
    public Context() {}

    /** Sets the section {@code load}, and the configuration of the loop beside it. */
    public Context config(NfcsConfig value) {
      config = value;
      return this;
    }

    /** Sets a running grid to load through its thin-client endpoint, as host:port. */
    public Context against(String hostAndPort) {
      address = hostAndPort;
      return this;
    }

    /** Sets the folder for everything that the loop beside it writes. */
    public Context dataDir(Path dir) {
      dataDir = dir;
      return this;
    }

    /** Sets the number of users, 1 or more. */
    public Context users(int number) {
      if (number < 1) {
        throw new ConfigException("users: " + number + " is out of range, allowed 1 or more");
      }
      users = number;
      return this;
    }

    /**
     * Sets the time that is measured, and before it the ramp-up in which users arrive one by one.
     */
    public Context duration(Duration measured, Duration arriving) {
      if (measured.isNegative() || measured.isZero() || arriving.isNegative()) {
        throw new ConfigException(
            "duration "
                + measured
                + " with ramp-up "
                + arriving
                + ": allowed are a duration above 0 and a ramp-up of 0 or more");
      }
      duration = measured;
      rampUp = arriving;
      return this;
    }
  }
}
