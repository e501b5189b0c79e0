package io.nfcs.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A keyframe: the states of all stages between two ticks, at which a run can be entered.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> nothing; the arrays are shared and must not be changed.
 *
 * @param run the run
 * @param tick number of the tick that comes next, 1 or more
 * @param stages names of the stages, in their order
 * @param states the saved state of each stage
 */
public record Keyframe(long run, long tick, List<String> stages, List<byte[]> states) {
  private static final byte[] MAGIC = "NFCSKEYF".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int HEAD_BYTES = MAGIC.length + Integer.BYTES;

  /** Upper limit of the states of a run, so that a damaged length allocates little memory. */
  private static final int MAX_BYTES = 1 << 30;

  /** Fast level: states of a turbulent field are mostly noise and hardly compress. */
  private static final int LEVEL = 1;

  /** Copies the lists. */
  public Keyframe {
    stages = List.copyOf(stages);
    states = List.copyOf(states);
    if (stages.size() != states.size()) {
      throw new IllegalArgumentException(states.size() + " states of " + stages.size() + " stages");
    }
  }

  /** Returns the first stage whose state differs from another keyframe's, or {@code null}. */
  public @Nullable String difference(List<byte[]> others) {
    for (int stage = 0; stage < states.size(); stage++) {
      if (!Arrays.equals(states.get(stage), others.get(stage))) {
        return stages.get(stage);
      }
    }
    return null;
  }

  /**
   * Returns the bytes of its file, big-endian.
   *
   * <pre>
   *   byte 0   "NFCSKEYF"
   *        8   CRC32C of all bytes from 12 on
   *       12   format, int32, 1
   *       16   run, int64
   *       24   tick, int64
   *       32   number of stages, int32
   *       36   for each stage: its name as of {@link DataOutputStream#writeUTF}, and
   *            the length of its state, int32
   *      ...   the states one after the other, as one Zstandard frame
   * </pre>
   *
   * @throws IOException if the states are larger than {@link #decode} accepts
   */
  byte[] encoded() throws IOException {
    long total = states.stream().mapToLong(state -> state.length).sum();
    checkTotal(total);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(MAGIC);
    out.writeInt(0);
    out.writeInt(FORMAT);
    out.writeLong(run);
    out.writeLong(tick);
    out.writeInt(stages.size());
    for (int stage = 0; stage < stages.size(); stage++) {
      out.writeUTF(stages.get(stage));
      out.writeInt(states.get(stage).length);
    }
    ByteBuffer all = ByteBuffer.allocate((int) total);
    states.forEach(all::put);
    out.write(Zstd.compress(all.array(), LEVEL));
    byte[] file = bytes.toByteArray();
    ByteBuffer.wrap(file).putInt(MAGIC.length, checksum(file));
    return file;
  }

  /**
   * Decodes the bytes of a file.
   *
   * @throws IOException if the bytes are not a keyframe; the message gives the reason
   */
  static Keyframe decode(byte[] file) throws IOException {
    if (file.length < HEAD_BYTES || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("not a keyframe");
    }
    if (ByteBuffer.wrap(file).getInt(MAGIC.length) != checksum(file)) {
      throw new IOException("checksum of the keyframe does not match");
    }
    DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(file, HEAD_BYTES, file.length - HEAD_BYTES));
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("keyframe has format " + format + ", expected " + FORMAT);
    }
    long run = in.readLong();
    long tick = in.readLong();
    int count = in.readInt();
    List<String> stages = new ArrayList<>();
    int[] lengths = new int[count];
    long total = 0;
    for (int stage = 0; stage < count; stage++) {
      stages.add(in.readUTF());
      lengths[stage] = in.readInt();
      total += lengths[stage];
    }
    checkTotal(total);
    return new Keyframe(run, tick, stages, states(in.readAllBytes(), lengths, (int) total));
  }

  private static void checkTotal(long total) throws IOException {
    if (total > MAX_BYTES) {
      throw new IOException("states of " + total + " bytes, expected " + MAX_BYTES + " at most");
    }
  }

  private static List<byte[]> states(byte[] compressed, int[] lengths, int total)
      throws IOException {
    byte[] all;
    try {
      all = Zstd.decompress(compressed, total);
    } catch (ZstdException broken) {
      throw new IOException("states cannot be decompressed: " + broken.getMessage(), broken);
    }
    if (all.length != total) {
      throw new IOException("states of " + all.length + " bytes, expected " + total);
    }
    List<byte[]> states = new ArrayList<>();
    int from = 0;
    for (int length : lengths) {
      states.add(Arrays.copyOfRange(all, from, from + length));
      from += length;
    }
    return states;
  }

  private static int checksum(byte[] file) {
    CRC32C crc = new CRC32C();
    crc.update(file, HEAD_BYTES, file.length - HEAD_BYTES);
    return (int) crc.getValue();
  }
}
