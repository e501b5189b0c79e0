package io.nfcs.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.TierContext;
import io.nfcs.tier.TierRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tier {@code redis}: entries on a Redis server, version 5 or later, which any number of processes
 * share. Section {@code redis} has its address.
 *
 * <pre>
 *   nfcs:{CACHE}:entry:KEY  frame, with a time to live
 *   nfcs:{CACHE}:claim:KEY  the process that loads the key
 * </pre>
 *
 * <p>and beside them the log of changes, see {@link ChangeLog}. The server may evict any of these:
 * it costs hits, but never makes stale entries visible.
 *
 * <p><b>Threads.</b> {@link #open} and {@link #close} by one; all else by any, after the open tier
 * was published. <b>Owns</b> the connections of one cache. <b>Fails.</b> A command without an
 * answer within the deadline has failed, though the server may execute it later; after some
 * failures in a row all commands fail at once until the server is back. An error answered by the
 * server is a {@link TierRefusedException} of its kind, such as {@code OOM}, and does not count as
 * a failure.
 */
public final class RedisTier implements SharedTier {
  private static final int SCANNED_AT_ONCE = 512;

  /** Bytes of a batch of frames, as a multiple of the longest frame. */
  private static final int FRAMES_TOGETHER = 4;

  /**
   * Reads the frames of KEYS, none longer than ARGV 1 and no more than ARGV 2 together: forged
   * entries must not cost memory. A longer frame or another type is answered by one byte, which
   * counts as damaged; frames beyond the limit are left out at the end.
   */
  private static final String FRAMES =
      """
      local answer, left = {}, tonumber(ARGV[2])
      for i, key in ipairs(KEYS) do
        local length = redis.pcall('STRLEN', key)
        if type(length) == 'table' or length > tonumber(ARGV[1]) then
          answer[i] = '?'
        elseif length == 0 then
          answer[i] = ''
        elseif length > left and i > 1 then
          break
        else
          answer[i] = redis.call('GET', key)
          left = left - length
        end
      end
      return answer
      """;

  /** Placeholder of an entry of another type; it counts as damaged. */
  private static final byte[] NO_FRAME = {'?'};

  private static final String RELEASE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return"
          + " 0";

  private @Nullable RedisLink opened;
  private ChangeLog log = new ChangeLog("");
  private int longest;
  private String prefix = "";
  private long ttlMillis;

  /** Creates the tier for the service loader. */
  public RedisTier() {}

  @Override
  public String name() {
    return "redis";
  }

  /** Opens the tier without waiting for the server, which may start later. */
  @Override
  public void open(TierContext context) {
    RedisSettings settings = context.config().section("redis", RedisSettings.class);
    prefix = "nfcs:{" + context.cache() + "}:";
    ttlMillis = settings.ttlMillis();
    longest = context.longestBytes();
    log = new ChangeLog(prefix);
    opened = new RedisLink(settings, context.clock(), log::greet);
  }

  @Override
  public byte @Nullable [] find(CacheKey key) {
    try {
      // one byte more than any frame, so that an entry that is too long counts as damaged
      byte[] frame = link().<byte[]>ask(key.low(), redis -> redis.getrange(entry(key), 0, longest));
      return frame.length == 0 ? null : frame;
    } catch (TierRefusedException refused) {
      if (refused.kind().equals("WRONGTYPE")) {
        return NO_FRAME.clone();
      }
      throw refused;
    }
  }

  @Override
  public List<byte @Nullable []> findAll(List<CacheKey> keys) {
    String[] names = keys.stream().map(this::entry).toArray(String[]::new);
    List<byte @Nullable []> frames = new ArrayList<>(names.length);
    for (byte[] frame : names.length == 0 ? List.<byte[]>of() : frames(names)) {
      frames.add(frame.length == 0 ? null : frame);
    }
    while (frames.size() < names.length) {
      frames.add(null);
    }
    return frames;
  }

  @Override
  public void store(CacheKey key, byte[] frame, long liveMillis) {
    SetArgs live = SetArgs.Builder.px(Math.min(liveMillis, ttlMillis));
    link().ask(key.low(), redis -> redis.set(entry(key), frame, live));
  }

  @Override
  public boolean remove(CacheKey key) {
    return link().ask(key.low(), redis -> redis.unlink(entry(key))) > 0;
  }

  @Override
  public void clear() {
    scan(names -> {
      if (names.length > 0) {
        link().ask(0, redis -> redis.unlink(names));
      }
    });
  }

  @Override
  public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    int start = entry("").length();
    scan(names -> {
      int from = 0;
      while (from < names.length) {
        String[] left = Arrays.copyOfRange(names, from, names.length);
        List<byte[]> frames = frames(left);
        for (int i = 0; i < frames.size(); i++) {
          if (frames.get(i).length > 0 && isKey(left[i], start)) {
            visitor.accept(CacheKey.parse(left[i].substring(start)), frames.get(i));
          }
        }
        from += frames.size();
      }
    });
  }

  @Override
  public long entries() {
    return -1;
  }

  @Override
  public long bytes() {
    return -1;
  }

  @Override
  public long append(String text, @Nullable String name, long above) {
    return log.append(link(), text, name, above);
  }

  @Override
  public Changes after(long number) {
    return log.after(link(), number);
  }

  @Override
  public long[] latestOf(List<String> names) {
    return log.latestOf(link(), names);
  }

  @Override
  public long since() {
    return log.since();
  }

  @Override
  public void onChange(Runnable hint) {
    link().subscribe(log.channel(), hint);
  }

  @Override
  public boolean claim(CacheKey key, String holder, long millis) {
    SetArgs ifAbsent = SetArgs.Builder.nx().px(millis);
    return link()
            .<@Nullable String>ask(
                key.low(), redis -> redis.set(claimOf(key), bytes(holder), ifAbsent))
        != null;
  }

  @Override
  public void release(CacheKey key, String holder) {
    link()
        .<Long>ask(
            key.low(),
            redis ->
                redis.eval(
                    RELEASE, ScriptOutputType.INTEGER, new String[] {claimOf(key)}, bytes(holder)));
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }

  private void scan(Consumer<String[]> visitor) {
    ScanArgs ours = ScanArgs.Builder.matches(entry("*")).limit(SCANNED_AT_ONCE);
    ScanCursor at = ScanCursor.INITIAL;
    while (!at.isFinished()) {
      ScanCursor from = at;
      KeyScanCursor<String> next = link().ask(0, redis -> redis.scan(from, ours));
      visitor.accept(next.getKeys().toArray(String[]::new));
      at = next;
    }
  }

  /** Returns the frames of the first of some keys, of at least one. */
  private List<byte[]> frames(String[] names) {
    return link()
        .<List<byte[]>>ask(
            0,
            redis ->
                redis.eval(
                    FRAMES,
                    ScriptOutputType.MULTI,
                    names,
                    bytes(Integer.toString(longest)),
                    bytes(Long.toString((long) FRAMES_TOGETHER * longest))));
  }

  /**
   * Returns whether a name is a key of this cache; other programs may have keys with the same
   * beginning.
   */
  private static boolean isKey(String name, int start) {
    return name.length() == start + 32
        && name.chars().skip(start).allMatch(digit -> Character.digit(digit, 16) >= 0);
  }

  private RedisLink link() {
    if (opened == null) {
      throw new IllegalStateException("tier redis is not open");
    }
    return opened;
  }

  private String entry(Object key) {
    return prefix + "entry:" + key;
  }

  private String claimOf(CacheKey key) {
    return prefix + "claim:" + key;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
