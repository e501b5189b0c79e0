package io.nfcs.solvers.cgl;

import io.nfcs.config.Setting;

/** Section {@code cgl}: the complex Ginzburg-Landau field. */
public record CglSettings(
    @Setting(
            doc = "Cells along x",
            powerOfTwo = true,
            unit = "cells",
            value = "128",
            min = 16,
            max = 2048)
        int nx,
    @Setting(
            doc = "Cells along y",
            powerOfTwo = true,
            unit = "cells",
            value = "128",
            min = 16,
            max = 2048)
        int ny,
    @Setting(doc = "Size along x", unit = "length", value = "10.0", min = 1e-3, max = 1e6)
        double lengthX,
    @Setting(doc = "Size along y", unit = "length", value = "10.0", min = 1e-3, max = 1e6)
        double lengthY,
    @Setting(doc = "Linear dispersion c1", value = "0.8", min = -100, max = 100) double c1,
    @Setting(doc = "Nonlinear dispersion c3", value = "1.5", min = -100, max = 100) double c3,
    @Setting(doc = "Time step", unit = "time", value = "0.01", min = 1e-6, max = 1) double dt,
    @Setting(doc = "Time steps in a tick", unit = "steps", value = "10", min = 1, max = 10_000)
        int substeps,
    @Setting(
            doc = "Time scheme: strang (order 2) or richardson (order 4, three times the work)",
            value = "strang")
        Scheme scheme,
    @Setting(doc = "Start of the field", value = "{}") Initial initial) {

  /** Time scheme of the field. */
  enum Scheme {
    STRANG,
    RICHARDSON
  }

  /** Shape of the field at the start. */
  enum Pattern {
    RANDOM_NOISE,
    PLANE_WAVE,
    SPIRAL,
    GAUSSIAN
  }

  /** Start of the field: a pattern with noise on top. */
  record Initial(
      @Setting(doc = "random-noise, plane-wave, spiral or gaussian", value = "random-noise")
          Pattern pattern,
      @Setting(doc = "Amplitude of the pattern", value = "0.1", min = 0, max = 100)
          double amplitude,
      @Setting(
              doc = "Spiral: turns of the phase around the centre",
              value = "1",
              min = -16,
              max = 16)
          int winding,
      @Setting(doc = "Spiral: radial wave number", value = "0.5", min = -100, max = 100)
          double radial,
      @Setting(doc = "Plane wave: waves along x", value = "1", min = -1024, max = 1024) int waveX,
      @Setting(doc = "Plane wave: waves along y", value = "0", min = -1024, max = 1024) int waveY,
      @Setting(doc = "Gaussian: standard deviation", value = "1.0", min = 1e-3, max = 1e6)
          double width,
      @Setting(doc = "Amplitude of the noise on top", value = "0.0", min = 0, max = 100)
          double noise,
      @Setting(doc = "Seed of the noise", value = "42", min = Long.MIN_VALUE, max = Long.MAX_VALUE)
          long seed) {}
}
