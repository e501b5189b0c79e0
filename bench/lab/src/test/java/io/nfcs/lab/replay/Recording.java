package io.nfcs.lab.replay;

import io.nfcs.house.Sources;
import io.nfcs.pipeline.Nfcs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A recorded run of scenario {@code steady} at 64², with a stage whose time can be planted. */
final class Recording {
  static final String ALL =
      "{cgl: [], kuramoto: [], esc: [], risk: [cgl, kuramoto], constitution: [risk, esc],"
          + " spin: [constitution]}";

  /** Options of a JVM that compiles in a tenth of the time of the field. */
  static final String QUICK = "{kuramoto: [], esc: [], spin: [kuramoto, esc]}";

  private Recording() {}

  static void record(Path folder, String stages, int ticks) throws InterruptedException {
    Nfcs.Context context =
        new Nfcs.Context()
            .config(Sources.ROOT.resolve("config/scenarios/steady.yaml"))
            .set("cgl.nx", "64")
            .set("cgl.ny", "64")
            .set("pipeline.stages", stages)
            .set("orchestrator.hz", "200")
            .set("run.ticks", Integer.toString(ticks))
            .set("grid.thin_client_port", "0")
            .dataDir(folder);
    try (Nfcs nfcs = Nfcs.start(context)) {
      while (!nfcs.await(Duration.ofSeconds(1))) {
        // until its ticks are done
      }
      nfcs.stop();
    }
  }

  /** Returns a side whose stage takes a time. */
  static Variant side(Path scratch, long plantedNanos) throws IOException {
    return side(scratch, plantedNanos, 0);
  }

  /** Returns a side whose stage takes a time, and a share of the tick besides. */
  static Variant side(Path scratch, long plantedNanos, double share) throws IOException {
    Path options = scratch.resolve("jvm-" + plantedNanos + "-" + share + ".options");
    Path shared = Sources.ROOT.resolve("config/jvm.options");
    Files.write(
        options,
        List.of(
            Files.readString(shared),
            "-Xms128m",
            "-D" + SpinStage.NANOS + "=" + plantedNanos,
            "-D" + SpinStage.SHARE + "=" + share));
    Path nothing = scratch.resolve("nothing.yaml");
    Files.writeString(nothing, "");
    return new Variant(
        Path.of(System.getProperty("java.home")),
        options,
        System.getProperty("java.class.path"),
        nothing);
  }
}
