package io.nfcs.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.nfcs.cache.CacheKey;
import io.nfcs.cache.SharedTier;
import io.nfcs.cache.TierContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tier {@code redis}: entries on a Redis server, version 5 or later, which any number of processes
 * share. Section {@code redis} says where it is.
 *
 * <pre>
 *   nfcs:{CACHE}:entry:KEY  frame, with a time to live
 *   nfcs:{CACHE}:claim:KEY  the process that loads the key
 *   nfcs:{CACHE}:latest     number of the latest change
 *   nfcs:{CACHE}:changes    stream of the latest changes, by their numbers
 *   nfcs:{CACHE}:tags       number of each tag's latest invalidation
 * </pre>
 *
 * <p><b>Fails.</b> A command that the server does not answer within the deadline has failed, and
 * after some failures in a row all fail at once until the server is back; nothing waits for it.
 */
public final class RedisTier implements SharedTier {
  private static final String CHANGES_KEPT = "10000";
  private static final int SCANNED_AT_ONCE = 512;

  /** Number and log as one step; the server's clock begins the numbers of a new log. */
  private static final String APPEND =
      """
      local n = redis.call('GET', KEYS[1])
      if not n then
        local t = redis.call('TIME')
        n = t[1] * 1000 + math.floor(t[2] / 1000)
      end
      n = math.max(tonumber(n), tonumber(ARGV[3])) + 1
      local id = string.format('%.0f', n)
      redis.call('SET', KEYS[1], id)
      redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], id .. '-0', 'c', ARGV[1])
      if ARGV[2] ~= '' then
        redis.call('HSET', KEYS[3], ARGV[2], id)
      end
      redis.call('PUBLISH', KEYS[2], id)
      return id
      """;

  private static final String AFTER =
      """
      local answer = {redis.call('GET', KEYS[1]) or '0'}
      for _, entry in ipairs(redis.call('XRANGE', KEYS[2], ARGV[1] .. '-1', '+')) do
        answer[#answer + 1] = entry[2][2]
      end
      return answer
      """;

  private static final String RELEASE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return"
          + " 0";

  private @Nullable RedisLink opened;
  private String prefix = "";
  private long ttlMillis;

  /** For the service loader. */
  public RedisTier() {}

  @Override
  public String name() {
    return "redis";
  }

  /** Does not wait for the server, which may come later. */
  @Override
  public void open(TierContext context) {
    RedisSettings settings = context.config().section("redis", RedisSettings.class);
    prefix = "nfcs:{" + context.cache() + "}:";
    ttlMillis = settings.ttlMillis();
    opened = new RedisLink(settings, context.clock());
  }

  @Override
  public byte @Nullable [] find(CacheKey key) {
    return link().<byte @Nullable []>ask(key.low(), redis -> redis.get(entry(key)));
  }

  @Override
  public List<byte @Nullable []> findAll(List<CacheKey> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    String[] names = keys.stream().map(this::entry).toArray(String[]::new);
    List<byte @Nullable []> frames = new ArrayList<>(names.length);
    link()
        .ask(keys.getFirst().low(), redis -> redis.mget(names))
        .forEach(frame -> frames.add(frame.getValueOrElse(null)));
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
      if (names.length > 0) {
        link()
            .ask(0, redis -> redis.mget(names))
            .forEach(found ->
                found.ifHasValue(frame ->
                    visitor.accept(CacheKey.parse(found.getKey().substring(start)), frame)));
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
    byte[] number =
        link()
            .<byte[]>ask(
                0,
                redis ->
                    redis.eval(
                        APPEND,
                        ScriptOutputType.VALUE,
                        new String[] {latest(), changes(), prefix + "tags"},
                        bytes(text),
                        bytes(name == null ? "" : name),
                        bytes(Long.toString(above)),
                        bytes(CHANGES_KEPT)));
    return number(number);
  }

  @Override
  public Changes after(long number) {
    List<byte[]> answer =
        link()
            .<List<byte[]>>ask(
                0,
                redis ->
                    redis.eval(
                        AFTER,
                        ScriptOutputType.MULTI,
                        new String[] {latest(), changes()},
                        bytes(Long.toString(number))));
    return new Changes(
        number(answer.getFirst()),
        answer.stream().skip(1).map(text -> new String(text, StandardCharsets.UTF_8)).toList());
  }

  @Override
  public long latestOf(String name) {
    byte[] number = link().<byte @Nullable []>ask(0, redis -> redis.hget(prefix + "tags", name));
    return number == null ? 0 : number(number);
  }

  @Override
  public void onChange(Runnable hint) {
    link().subscribe(changes(), hint);
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

  private String latest() {
    return prefix + "latest";
  }

  private String changes() {
    return prefix + "changes";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }
}
