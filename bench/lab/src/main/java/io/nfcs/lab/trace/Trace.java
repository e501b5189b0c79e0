package io.nfcs.lab.trace;

import io.nfcs.config.ConfigException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.tukaani.xz.XZInputStream;

/**
 * The keys of a recorded sequence of accesses, in the format of cache2k's traces: big-endian
 * numbers of 4 bytes, plain or compressed by xz.
 *
 * <p><b>Threads.</b> One. <b>Fails</b> with a {@link ConfigException} on a file of another format.
 */
public final class Trace {
  private final int[] keys;

  private Trace(int[] keys) {
    this.keys = keys;
  }

  /** Reads a whole file into memory; one whose name ends with {@code .xz} is decompressed. */
  public static Trace read(Path file) {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readAllBytes();
      if (bytes.length == 0 || bytes.length % Integer.BYTES != 0) {
        throw new ConfigException(
            file + ": " + bytes.length + " bytes; allowed are keys of 4 bytes each, at least one");
      }
      int[] keys = new int[bytes.length / Integer.BYTES];
      ByteBuffer.wrap(bytes).asIntBuffer().get(keys);
      return new Trace(keys);
    } catch (IOException failure) {
      throw new ConfigException(file + ": cannot be read as a trace: " + failure);
    }
  }

  /** Returns the trace of these keys. */
  public static Trace of(int... keys) {
    return new Trace(keys.clone());
  }

  /** Returns the number of accesses. */
  public int requests() {
    return keys.length;
  }

  /** Returns the number of different keys. */
  public int uniqueKeys() {
    return (int) Arrays.stream(keys).distinct().count();
  }

  /** Returns the key of an access. */
  public int key(int request) {
    return keys[request];
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    return file.toString().endsWith(".xz") ? new XZInputStream(in) : in;
  }
}
