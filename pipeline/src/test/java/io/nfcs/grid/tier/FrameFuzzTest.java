package io.nfcs.grid.tier;

import io.nfcs.counters.ErrorLog;
import io.nfcs.fuzz.Fuzzing;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.TierContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frames and changes that Jazzer derives from valid ones, a minute each; in the module that has
 * Jazzer.
 */
@Tag("torture")
@Timeout(300)
class FrameFuzzTest {
  @TempDir Path folder;

  @Test
  void shouldReadOrRefuseAnyFrame() throws Exception {
    Path frames = Files.createDirectory(folder.resolve("frames"));
    EntryFrame frame =
        new EntryFrame(
            new byte[] {1, 2}, new byte[300], new EntryTimes(1, 2, 3, 4), List.of("a", "b"));
    for (int level : new int[] {0, 3}) {
      Files.write(
          frames.resolve("level" + level),
          frame.encode(Frames.IDENTITY, new Compression(level, 0)));
    }
    Fuzzing.run(Frames.class, folder, frames);
  }

  @Test
  void shouldHearOrSkipAnyChange() throws Exception {
    Path changes = Files.createDirectory(folder.resolve("changes"));
    Files.writeString(
        changes.resolve("some"),
        "begin\ntag red\nkey 0123456789abcdef0123456789abcdef 1f\nmatch 1f user:*");
    Fuzzing.run(Texts.class, folder, changes);
  }

  /** Frames with the checksum of a forger. */
  static final class Frames {
    static final long IDENTITY = 7;
    private static final int MOST = 1 << 16;

    private Frames() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
      byte[] frame = data.clone();
      if (frame.length > 16) {
        CRC32C checksum = new CRC32C();
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).put(4, (byte) 2).putLong(8, IDENTITY);
        checksum.update(frame, Integer.BYTES, frame.length - Integer.BYTES);
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(0, (int) checksum.getValue());
      }
      try {
        EntryFrame read = EntryFrame.decode(frame, IDENTITY, MOST);
        if (read != null && !read.equals(again(read))) {
          throw new IllegalStateException("another frame");
        }
      } catch (IllegalArgumentException refused) {
        if (refused.getMessage() == null) {
          throw refused;
        }
      }
    }

    private static @Nullable EntryFrame again(EntryFrame frame) {
      return EntryFrame.decode(
          frame.encode(IDENTITY, new Compression(1, 0)), IDENTITY, Integer.MAX_VALUE);
    }
  }

  /** Texts of the log: after any text, later changes arrive. */
  static final class Texts {
    private static final long BEGUN = 1000;

    /** One log for all, as in a run: it reports each error once. */
    private static final ErrorLog ERRORS = new ErrorLog();

    private Texts() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
      Told told = new Told();
      Invalidations invalidations =
          new Invalidations(new VolatileRegisters(), names -> new long[names.size()], 0);
      ChangeFeed feed = new ChangeFeed(List.of(told), 0, invalidations, told, () -> 0, ERRORS);
      feed.poll();
      told.texts = Arrays.asList(new String(data, StandardCharsets.UTF_8).split("\n", -1));
      feed.poll();
      told.texts = Arrays.asList("key " + Told.KEY + " x");
      told.before = told.latest;
      feed.poll();
      if (!told.heard) {
        throw new IllegalStateException("not heard");
      }
    }
  }

  /** A log with given content. */
  private static final class Told implements SharedTier, ChangeLog.Receiver {
    static final CacheKey KEY = new CacheKey(5, 6);

    private List<String> texts = List.of();
    private long before = Texts.BEGUN;
    private long latest = Texts.BEGUN;
    private boolean heard;

    @Override
    public SharedTier.Changes after(long number) {
      latest = before + texts.size();
      int known = Math.clamp(number - before, 0, texts.size());
      return new SharedTier.Changes(latest, texts.subList(known, texts.size()));
    }

    @Override
    public void keyChanged(CacheKey key) {
      heard |= key.equals(KEY);
    }

    @Override
    public void matchChanged(String glob) {}

    @Override
    public void missedChanges() {}

    @Override
    public long append(String text, @Nullable String name, long above) {
      return latest;
    }

    @Override
    public long[] latestOf(List<String> names) {
      return new long[names.size()];
    }

    @Override
    public long since() {
      return 0;
    }

    @Override
    public void onChange(Runnable hint) {}

    @Override
    public boolean claim(CacheKey key, String holder, long millis) {
      return true;
    }

    @Override
    public void release(CacheKey key, String holder) {}

    @Override
    public String name() {
      return "told";
    }

    @Override
    public void open(TierContext context) {}

    @Override
    public byte @Nullable [] find(CacheKey key) {
      return null;
    }

    @Override
    public void store(CacheKey key, byte[] frame, long liveMillis) {}

    @Override
    public boolean remove(CacheKey key) {
      return false;
    }

    @Override
    public void clear() {}

    @Override
    public void forEach(BiConsumer<CacheKey, byte[]> visitor) {}

    @Override
    public long entries() {
      return -1;
    }

    @Override
    public long bytes() {
      return -1;
    }

    @Override
    public void close() {}
  }
}
