package io.nfcs.lab.suite;

import io.nfcs.config.Setting;
import java.util.List;

/**
 * Section {@code bench}: measurements of the suite and their targets. Keys are those of the
 * original system's benchmark configuration where it has one.
 */
record BenchSettings(
    @Setting(doc = "The solvers", value = "") Mathematical mathematicalBenchmarks,
    @Setting(doc = "The loop", value = "") Coordination coordinationBenchmarks,
    @Setting(doc = "The policies", value = "") Constitutional constitutionalBenchmarks,
    @Setting(doc = "The tiers of a cache", value = "") Caching cacheBenchmarks,
    @Setting(doc = "Memory while the loop runs", value = "") Memory memoryProfiling,
    @Setting(doc = "Cost of watching a run", value = "") Monitoring monitoringBenchmarks,
    @Setting(doc = "Virtual users", value = "") LoadTesting loadTesting,
    @Setting(doc = "Targets of the original system", value = "") Targets targets,
    @Setting(doc = "Stricter goals", value = "") Goals goals) {

  /** The solvers. */
  public record Mathematical(
      @Setting(doc = "The field: frames, each as many time steps as a tick has", value = "")
          CglSolver cglSolver,
      @Setting(doc = "The oscillators: from incoherence to synchrony", value = "")
          Kuramoto kuramoto) {}

  /** The field's solver. */
  public record CglSolver(
      @Setting(doc = "Enables the measurement of the field's solver", value = "true")
          boolean enabled,
      @Setting(
              doc = "Cells along each axis",
              powerOfTwo = true,
              unit = "cells",
              value = "[64, 128, 256]",
              min = 16,
              max = 2048)
          List<Integer> gridSizes,
      @Setting(
              doc = "Time steps of a frame, by default those of a tick",
              unit = "steps",
              value = "10",
              min = 1,
              max = 10_000)
          int frameSteps,
      @Setting(
              doc = "Time in all, shared by the grids",
              unit = "s",
              value = "30",
              min = 0.01,
              max = 86_400)
          double testDuration) {}

  /** The oscillators' solver. */
  public record Kuramoto(
      @Setting(doc = "Enables the measurement of the oscillators' solver", value = "true")
          boolean enabled,
      @Setting(doc = "Numbers of oscillators", value = "[5, 10, 20, 50]", min = 2, max = 100_000)
          List<Integer> oscillatorCounts,
      @Setting(
              doc = "Time in all, shared by the numbers",
              unit = "s",
              value = "30",
              min = 0.01,
              max = 86_400)
          double testDuration) {}

  /** The loop. */
  public record Coordination(
      @Setting(doc = "Enables the measurement of the loop", value = "true") boolean enabled,
      @Setting(doc = "Time the loop ticks", unit = "s", value = "30", min = 1, max = 86_400)
          double testDuration) {}

  /** The policies. */
  public record Constitutional(
      @Setting(doc = "Enables the measurement of the policies", value = "true") boolean enabled,
      @Setting(doc = "Numbers of policies", value = "[4, 50, 500]", min = 4, max = 10_000)
          List<Integer> policyCounts,
      @Setting(
              doc = "Time in all, shared by the numbers",
              unit = "s",
              value = "10",
              min = 0.01,
              max = 86_400)
          double testDuration) {}

  /** The tiers of a cache. */
  public record Caching(
      @Setting(doc = "Enables the measurement of the tiers", value = "true") boolean enabled,
      @Setting(doc = "Size of a value", unit = "bytes", value = "4KiB", min = 8, max = 1 << 20)
          int valueBytes,
      @Setting(
              doc = "Time in all, shared by the tiers",
              unit = "s",
              value = "10",
              min = 0.01,
              max = 86_400)
          double testDuration) {}

  /** Memory. */
  public record Memory(
      @Setting(doc = "Enables the profile of the memory", value = "true") boolean enabled,
      @Setting(
              doc = "Time the loop ticks while it is profiled",
              unit = "s",
              value = "60",
              min = 1,
              max = 86_400)
          double profileInterval,
      @Setting(
              doc = "Limit of the memory of the process, in millions of bytes",
              unit = "MB",
              value = "1000",
              min = 1,
              max = 1e9)
          double memoryThresholdMb,
      @Setting(doc = "Enables the recording of the collector's pauses", value = "true")
          boolean gcAnalysis) {}

  /** Watching a run. */
  public record Monitoring(
      @Setting(doc = "Enables the measurement of the cost of watching", value = "true")
          boolean enabled,
      @Setting(
              doc = "Ticks a second, more than usual, as a p99 needs many",
              unit = "Hz",
              value = "50",
              min = 1,
              max = 1000)
          double hz,
      @Setting(
              doc = "Pages that are open besides and never read",
              value = "0",
              min = 0,
              max = 10_000)
          int idlePages,
      @Setting(
              doc = "Time the loop ticks before, watched, until its code is compiled",
              unit = "s",
              value = "30",
              min = 0,
              max = 86_400)
          double warmUp,
      @Setting(
              doc = "Time the loop ticks, half of it watched",
              unit = "s",
              value = "120",
              min = 1,
              max = 86_400)
          double testDuration) {}

  /**
   * Targets of the original system.
   *
   * @param cglFps frames of the field, on the largest grid
   * @param kuramotoSyncTime time to synchronise, at the largest number
   */
  public record Targets(
      @Setting(doc = "Least frames of the field", unit = "1/s", value = "30", min = 0, max = 1e9)
          double cglFps,
      @Setting(doc = "Longest time to synchrony", unit = "s", value = "0.1", min = 0, max = 1e9)
          double kuramotoSyncTime,
      @Setting(doc = "Least frequency of ticks", unit = "Hz", value = "9.0", min = 0, max = 1e9)
          double coordinationFrequency,
      @Setting(
              doc = "Largest p95 from the time a tick is due until it is committed",
              unit = "s",
              value = "0.05",
              min = 0,
              max = 1e9)
          double coordinationLatencyP95,
      @Setting(doc = "Least share of operations that succeed", value = "0.99", min = 0, max = 1)
          double successRate,
      @Setting(
              doc = "Largest p95 of operations, from their intended start",
              unit = "s",
              value = "1.0",
              min = 0,
              max = 1e9)
          double responseTimeP95,
      @Setting(
              doc = "Least share of reads that a cache answers by itself",
              value = "0.95",
              min = 0,
              max = 1)
          double cacheHitRatio,
      @Setting(
              doc = "Longest time of a look-up by meaning",
              unit = "s",
              value = "0.1",
              min = 0,
              max = 1e9)
          double semanticSearchTime) {}

  /**
   * Goals stricter than the targets.
   *
   * @param cglFps frames of the field, on the largest grid
   */
  public record Goals(
      @Setting(doc = "Least frames of the field", unit = "1/s", value = "100", min = 0, max = 1e9)
          double cglFps,
      @Setting(doc = "Largest relative error of the frequency", value = "0.001", min = 0, max = 1e9)
          double frequencyError,
      @Setting(doc = "Largest p99 of a tick", unit = "ms", value = "10", min = 0, max = 1e9)
          double tickP99,
      @Setting(doc = "Largest p99 of lateness", unit = "ms", value = "5", min = 0, max = 1e9)
          double latenessP99,
      @Setting(doc = "Largest median of a near hit", unit = "us", value = "0.2", min = 0, max = 1e9)
          double nearHitP50,
      @Setting(
              doc = "Largest median of a known decision",
              unit = "us",
              value = "0.2",
              min = 0,
              max = 1e9)
          double decisionP50,
      @Setting(
              doc = "Most bytes that the threads of the tick allocate in a tick",
              unit = "bytes",
              value = "64KiB",
              min = 0,
              max = 1L << 50)
          long allocationPerTick,
      @Setting(
              doc = "Largest lower bound of the growth of a tick's p99 in a run that is watched",
              value = "0.02",
              min = 0,
              max = 1e9)
          double monitoringCost) {}
}
