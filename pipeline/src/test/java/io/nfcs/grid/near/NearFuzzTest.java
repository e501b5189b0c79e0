package io.nfcs.grid.near;

import io.nfcs.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The near tier, its index and its entries compared with models, through inputs from Jazzer, a
 * minute each; in the module that has Jazzer.
 */
@Tag("torture")
@Timeout(300)
class NearFuzzTest {
  @TempDir Path folder;

  @Test
  void shouldHoldWhatAMapHolds() throws Exception {
    Path examples = Files.createDirectory(folder.resolve("indexes"));
    // a bucket that is split again and again, one that no split helps, and both emptied
    example(examples, "split", run(1, 0, 24, 0), run(1, 0, 16, 0), run(1, 0, 20, 1));
    example(examples, "crowd", run(1, 7, 0, 0), run(2, 7, 0, 128), run(3, 7, 0, 64));
    example(examples, "near", run(1, 1 << 30, 10, 0), run(1, 1 << 30, 9, 0), run(3, 1 << 30, 9, 0));
    Fuzzing.run(FuzzedIndex.class, folder, examples);
  }

  @Test
  void shouldReadTheFieldsOfEntriesAsTheyWereWritten() throws Exception {
    Path examples = Files.createDirectory(folder.resolve("entries"));
    example(examples, "any", random(1));
    Fuzzing.run(FuzzedEntries.class, folder, examples);
  }

  @Test
  void shouldKeepEachEntryUntilItsEnd() throws Exception {
    Path examples = Files.createDirectory(folder.resolve("tiers"));
    example(examples, "any", random(2));
    Fuzzing.run(FuzzedTier.class, folder, examples);
  }

  private static void example(Path folder, String name, byte[]... steps) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    for (byte[] step : steps) {
      bytes.put(step);
    }
    byte[] used = new byte[bytes.flip().remaining()];
    bytes.get(used);
    Files.write(folder.resolve(name), used);
  }

  /** Returns a step of {@link FuzzedIndex} with 256 hashes. */
  private static byte[] run(int operation, int print, int shift, int low) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) operation)
        .putInt(print)
        .put((byte) shift)
        .put((byte) 255)
        .put((byte) low)
        .array();
  }

  private static byte[] random(long seed) {
    byte[] bytes = new byte[2000];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
