package io.nfcs.lab.load;

import io.nfcs.config.Setting;
import java.util.EnumMap;
import java.util.Map;

/** Section {@code load}: behaviour of the users of a load test. */
record LoadSettings(
    @Setting(
            doc = "Distribution of the time between operations of a user: poisson or fixed",
            value = "poisson")
        Arrivals arrivals,
    @Setting(
            doc = "Operations of a user",
            unit = "1/s",
            value = "2.0",
            min = 0.001,
            max = 1_000_000)
        double userRate,
    @Setting(
            doc =
                "Steps in which the users arrive, each measured by itself, until the system is"
                    + " saturated; with 1 they arrive one by one in the ramp-up",
            value = "1",
            min = 1,
            max = 100)
        int steps,
    @Setting(
            doc = "95th percentile from the intended start above which a load is too much",
            unit = "ms",
            value = "1000",
            min = 1,
            max = 600_000)
        int limitMillis,
    @Setting(
            doc = "Number of different keys, and as many texts, actions and solutions",
            value = "10000",
            min = 1,
            max = 100_000_000)
        int keys,
    @Setting(
            doc = "Exponent of their popularity, which is Zipf's",
            value = "0.99",
            min = 0.01,
            max = 10)
        double skew,
    @Setting(doc = "Size of a cached value", unit = "bytes", value = "4KiB", min = 8, max = 1 << 20)
        int valueBytes,
    @Setting(
            doc = "Cells of a solution along each axis",
            powerOfTwo = true,
            unit = "cells",
            value = "64",
            min = 16,
            max = 2048)
        int solveGrid,
    @Setting(doc = "Time steps of a solution", unit = "steps", value = "10", min = 1, max = 100_000)
        int solveSteps,
    @Setting(
            doc = "Thin clients, each with a connection of its own, that share the users' queries",
            value = "4",
            min = 1,
            max = 1024)
        int connections,
    @Setting(
            doc =
                "Length of a stall of all operations that is injected in the middle, to see that"
                    + " latencies include it; 0 for none",
            unit = "ms",
            value = "0",
            min = 0,
            max = 600_000)
        long stallMillis,
    @Setting(
            doc = "Seed of everything random",
            value = "42",
            min = Long.MIN_VALUE,
            max = Long.MAX_VALUE)
        long seed,
    @Setting(doc = "Weights of the operations", value = "") Mix mix) {

  /** Weights of the operations. */
  public record Mix(
      @Setting(doc = "Reads of the cache", value = "70", min = 0, max = 1e9) double cacheRead,
      @Setting(doc = "Writes of the cache", value = "10", min = 0, max = 1e9) double cacheWrite,
      @Setting(doc = "Solutions of the field's equation", value = "5", min = 0, max = 1e9)
          double solve,
      @Setting(doc = "Look-ups by meaning", value = "5", min = 0, max = 1e9) double semantic,
      @Setting(doc = "Decisions by the policies", value = "5", min = 0, max = 1e9) double policy,
      @Setting(doc = "Queries over the wire", value = "5", min = 0, max = 1e9) double query) {

    Map<Operation, Double> weights() {
      Map<Operation, Double> weights = new EnumMap<>(Operation.class);
      weights.put(Operation.CACHE_READ, cacheRead);
      weights.put(Operation.CACHE_WRITE, cacheWrite);
      weights.put(Operation.SOLVE, solve);
      weights.put(Operation.SEMANTIC, semantic);
      weights.put(Operation.POLICY, policy);
      weights.put(Operation.QUERY, query);
      return weights;
    }
  }
}
