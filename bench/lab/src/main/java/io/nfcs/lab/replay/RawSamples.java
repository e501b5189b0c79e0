package io.nfcs.lab.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Files of the raw samples for other tools: a histogram log of each side, with a tag for tick,
 * lateness and each stage, and every single time as CSV.
 */
final class RawSamples {
  private RawSamples() {}

  static void write(Samples samples, Path folder) throws IOException {
    Files.createDirectories(folder);
    log(samples, Samples.BASE, folder.resolve("base.hlog"));
    log(samples, Samples.CANDIDATE, folder.resolve("candidate.hlog"));
    try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(folder.resolve("ticks.csv")))) {
      csv.println(
          "round,side,jvm,pass,tick,lateness_ns,tick_ns,"
              + String.join("_ns,", samples.stages())
              + "_ns");
      for (int round = 0; round < samples.rounds().size(); round++) {
        rows(csv, round + ",base,", samples.rounds().get(round).base());
        rows(csv, round + ",candidate,", samples.rounds().get(round).candidate());
      }
    }
  }

  private static void rows(PrintWriter csv, String start, List<List<PassTimes>> forks) {
    for (int fork = 0; fork < forks.size(); fork++) {
      for (int pass = 0; pass < forks.get(fork).size(); pass++) {
        PassTimes times = forks.get(fork).get(pass);
        for (int tick = 0; tick < times.ticks(); tick++) {
          csv.print(start + fork + "," + pass + "," + tick);
          for (int column = 0; column < times.columns(); column++) {
            csv.print("," + times.nanos(tick, column));
          }
          csv.println();
        }
      }
    }
  }

  private static void log(Samples samples, Function<Round, List<List<PassTimes>>> side, Path file)
      throws IOException {
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      HistogramLogWriter writer = new HistogramLogWriter(out);
      writer.outputLogFormatVersion();
      writer.outputLegend();
      write(writer, "lateness", samples.histogram(side, PassTimes.LATENESS));
      write(writer, "tick", samples.histogram(side, PassTimes.TICK));
      for (int stage = 0; stage < samples.stages().size(); stage++) {
        write(
            writer,
            samples.stages().get(stage),
            samples.histogram(side, PassTimes.FIRST_STAGE + stage));
      }
    }
  }

  private static void write(HistogramLogWriter writer, String tag, Histogram histogram) {
    histogram.setTag(tag);
    writer.outputIntervalHistogram(histogram);
  }
}
