package io.nfcs.lab.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.Pace;
import io.nfcs.pipeline.Rerun;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.replay.Window;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A JVM of a replay benchmark: executes one pass whenever its parent asks for one, and ends with
 * its parent.
 *
 * <p>Standard input has the {@link Pace} of each pass; standard output returns its times. Output of
 * libraries goes to standard error. The streams are those of {@link DataOutputStream}:
 *
 * <pre>
 *   out at the start   byte {@link #READY}, int ticks of a pass, int stages and a UTF name each,
 *                      UTF code version, int environment and a UTF key and value each;
 *                      or byte {@link #REFUSED}, UTF message
 *   in for each pass   UTF name of the pace
 *   out for each pass  long first tick that diverged, -1 for none; then {@link PassTimes}
 * </pre>
 *
 * <p><b>Threads.</b> The main one; those of a pass have done its ticks before its times are
 * written.
 */
final class ReplayFork {
  static final int READY = 1;
  static final int REFUSED = 2;
  private static final int WINDOWS = 4;

  private final Rerun rerun;
  private final DataOutputStream out;

  private ReplayFork(Rerun rerun, DataOutputStream out) {
    this.rerun = rerun;
    this.out = out;
  }

  /**
   * Starts.
   *
   * @param args folder of the journal, file laid over the run's configuration, most ticks, run, and
   *     if they are not the first ticks of the run, their windows
   */
  public static void main(String[] args) throws IOException {
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    try {
      Rerun rerun =
          Rerun.of(
              Path.of(args[0]),
              Long.parseLong(args[3]),
              NfcsConfig.load(Path.of(args[1])),
              args.length > WINDOWS
                  ? Window.parse(args[WINDOWS])
                  : List.of(new Window(0, Long.parseLong(args[2]) - 1)));
      new ReplayFork(rerun, out).serve();
    } catch (ConfigException refused) {
      out.writeByte(REFUSED);
      out.writeUTF(String.valueOf(refused.getMessage()));
      out.flush();
    }
  }

  private void serve() throws IOException {
    out.writeByte(READY);
    out.writeInt(rerun.ticks());
    List<String> stages = rerun.header().shape().stages();
    out.writeInt(stages.size());
    for (String stage : stages) {
      out.writeUTF(stage);
    }
    out.writeUTF(Nfcs.codeVersion());
    Map<String, String> environment = Rerun.environment();
    out.writeInt(environment.size());
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeUTF(entry.getValue());
    }
    out.flush();
    try (DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in))) {
      while (true) {
        pass(Pace.valueOf(in.readUTF()));
      }
    } catch (EOFException parentIsDone) {
      // the only way to end
    }
  }

  private void pass(Pace pace) throws IOException {
    PassTimes times = new PassTimes(rerun.ticks(), rerun.header().shape().stages().size());
    Divergence divergence = rerun.pass(pace, (index, tick) -> times.record(tick, index));
    out.writeLong(divergence == null ? -1 : divergence.tick());
    times.write(out);
    out.flush();
  }
}
