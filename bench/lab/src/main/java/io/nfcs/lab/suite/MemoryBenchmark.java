package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import io.nfcs.lab.suite.PauseRecording.Pauses;
import io.nfcs.memory.RegionStatistics;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Benchmark of the memory while the loop ticks: heap, off-heap, the whole process, allocation of
 * the threads of the tick, the regions, and pauses of the JVM.
 */
final class MemoryBenchmark implements Component {
  private static final double MEGA = 1e6;
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String shows() {
    return "heap, off-heap, allocation per tick, fill of the regions, pauses of the JVM";
  }

  @Override
  public boolean isEnabled(BenchSettings settings) {
    return settings.memoryProfiling().enabled();
  }

  @Override
  public double seconds(BenchSettings settings) {
    return settings.memoryProfiling().profileInterval();
  }

  @Override
  public List<Measurement> run(SuiteContext context, Progress progress)
      throws IOException, InterruptedException {
    BenchSettings settings = context.settings();
    boolean isRecorded = settings.memoryProfiling().gcAnalysis();
    Snapshots snapshots = new Snapshots();
    List<Measurement> measurements = new ArrayList<>();
    try (PauseRecording recording = isRecorded ? new PauseRecording() : null;
        HiccupMeter hiccups = new HiccupMeter()) {
      RunSummary run =
          LoopRun.of(context.config(), seconds(settings), progress, snapshots).summary();
      measurements.addAll(snapshots.measurements(run, settings));
      if (recording != null) {
        Pauses pauses = recording.stop();
        add(measurements, "gc_pause", pauses.collections());
        add(measurements, "safepoint", pauses.safepoints());
      }
      add(measurements, "pause", hiccups.stop());
    }
    return measurements;
  }

  private static void add(List<Measurement> measurements, String name, Histogram nanos) {
    measurements.add(
        Measurement.of(name + "_p99", nanos.getValueAtPercentile(99) / NANOS_PER_MILLI, "ms"));
    measurements.add(Measurement.of(name + "_max", nanos.getMaxValue() / NANOS_PER_MILLI, "ms"));
  }

  /**
   * Snapshots of the memory while the loop ticks; allocation is counted in the second half of the
   * time.
   */
  private static final class Snapshots implements LoopRun.Watcher {
    private @Nullable TickThreads threads;
    private long allocatedBefore;
    private long ticksBefore;
    private double allocatedPerTick;
    private double heapMb;
    private double directMb;
    private double processMb;
    private List<RegionStatistics> regions = List.of();

    @Override
    public void halfway(Nfcs nfcs) {
      ticksBefore = nfcs.summary().ticks();
      threads = TickThreads.find();
      allocatedBefore = threads.allocatedBytes();
    }

    @Override
    public void ending(Nfcs nfcs) {
      long ticks = nfcs.summary().ticks() - ticksBefore;
      long allocated = Objects.requireNonNull(threads).allocatedBytes() - allocatedBefore;
      allocatedPerTick = (double) allocated / Math.max(1, ticks);
      heapMb = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGA;
      directMb =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                  .mapToLong(BufferPoolMXBean::getMemoryUsed)
                  .sum()
              / MEGA;
      processMb = residentBytes() / MEGA;
      regions = nfcs.grid().regions();
    }

    List<Measurement> measurements(RunSummary run, BenchSettings settings) {
      List<Measurement> list = new ArrayList<>();
      list.add(
          Measurement.of("memory_usage", processMb, "MB")
              .target(Bound.atMost(settings.memoryProfiling().memoryThresholdMb())));
      list.add(Measurement.of("heap_used", heapMb, "MB"));
      list.add(Measurement.of("direct_used", directMb, "MB"));
      list.add(
          Measurement.of("allocation_per_tick", allocatedPerTick, "bytes")
              .goal(Bound.atMost((double) settings.goals().allocationPerTick())));
      for (RegionStatistics region : regions) {
        String name = "region_" + region.name();
        list.add(Measurement.of(name, region.allocatedBytes() / MEGA, "MB"));
        list.add(Measurement.of(name + "_efficiency", region.efficiency(), ""));
        list.add(Measurement.of(name + "_fragmentation", region.fragmentation(), ""));
      }
      list.add(Measurement.of("ticks_profiled", (double) run.ticks(), "ticks"));
      return list;
    }

    /**
     * Returns the resident memory of the process; the heap's size where the system does not provide
     * it.
     */
    private static long residentBytes() {
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .collect(Collectors.summingLong(Long::parseLong))
            * 1024;
      } catch (IOException e) {
        return Runtime.getRuntime().totalMemory();
      }
    }
  }
}
