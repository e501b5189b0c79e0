package io.nfcs.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.nfcs.tier.SharedTier.Changes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log of a cache's changes on a server that may lose any of it: by eviction, by a restart from
 * an older state, by a failover.
 *
 * <pre>
 *   nfcs:{CACHE}:log      hash: latest, the number of the latest change; since, that from which on
 *                         nothing is missing; run, the start of the server; and by "t:" and its
 *                         name the number of each tag's latest invalidation since
 *   nfcs:{CACHE}:before   the hash as it was when it had become large: tags of before
 *   nfcs:{CACHE}:changes  stream of the latest changes, by their numbers
 * </pre>
 *
 * <p>The server evicts a hash as a whole. So while the hash exists, a tag missing in it was not
 * invalidated since; when it does not exist, or was written on another server, the log begins again
 * above all numbers used so far, and entries loaded before count as unknown.
 *
 * <p><b>Threads.</b> Any. The server executes each script atomically. Its answers may arrive out of
 * order, so the numbers kept here only grow; the run of the server is set before a connection to it
 * is used.
 */
final class ChangeLog {
  private static final int NAMES_AT_ONCE = 1000;
  private static final Pattern RUN = Pattern.compile("(?m)^run_id:(\\S+)");

  /**
   * Most tags of the hash; beyond them the hash becomes the one before, and the former one before
   * is dropped.
   */
  private static final String MOST_TAGS = "50000";

  /**
   * Common beginning of all scripts. The first write is one that a full server accepts, and after
   * which it accepts the others: invalidations must work even then. Numbers count 10 us.
   */
  private static final String COMMON =
      """
      local log, changes, before = KEYS[1], KEYS[2], KEYS[3]
      local function id(n) return string.format('%.0f', n) end
      local function add(n, text)
        redis.call('HSET', log, 'latest', id(n))
        redis.call('XADD', changes, 'MAXLEN', '~', '10000', id(n) .. '-0', 'c', text)
      end
      local function begin(run, above)
        local t = redis.call('TIME')
        local last = redis.call('XREVRANGE', changes, '+', '-', 'COUNT', 1)
        local n = t[1] * 100000 + math.floor(t[2] / 10)
        n = math.max(n, above, tonumber(redis.call('HGET', log, 'latest') or '0'))
        if last[1] then
          n = math.max(n, tonumber(string.match(last[1][1], '^%d+')))
        end
        redis.call('DEL', log, before)
        redis.call('HSET', log, 'since', id(n + 1), 'run', run)
        add(n + 1, 'begin')
      end
      local function since()
        return redis.call('HGET', before, 'since') or redis.call('HGET', log, 'since') or '0'
      end
      """;

  /** ARGV: run, highest number known. */
  private static final String OPEN =
      COMMON
          + """
          local known = redis.call('HMGET', log, 'latest', 'run')
          local latest = tonumber(known[1] or '0')
          if known[2] ~= ARGV[1] or latest < tonumber(ARGV[2]) then
            begin(ARGV[1], tonumber(ARGV[2]))
            redis.call('PUBLISH', changes, 'begin')
          end
          return since()
          """;

  /** ARGV: run, least number minus one, text, field of a tag or empty, most tags. */
  private static final String APPEND =
      COMMON
          + """
          redis.call('DEL', changes .. ':none')
          local above = tonumber(ARGV[2])
          if not redis.call('HGET', log, 'latest') then
            begin(ARGV[1], above)
          end
          local n = math.max(tonumber(redis.call('HGET', log, 'latest')), above) + 1
          if ARGV[4] ~= '' then
            if redis.call('HLEN', log) > tonumber(ARGV[5]) then
              redis.call('RENAME', log, before)
              redis.call('HSET', log, 'since', id(n), 'run', ARGV[1])
            end
            redis.call('HSET', log, ARGV[4], id(n))
          end
          add(n, ARGV[3])
          redis.call('PUBLISH', changes, id(n))
          return {id(n), since()}
          """;

  /** ARGV: number. */
  private static final String AFTER =
      COMMON
          + """
          local answer = {redis.call('HGET', log, 'latest') or '0', since()}
          if answer[1] ~= '0' then
            local size = 0
            for _, entry in ipairs(redis.call('XRANGE', changes, ARGV[1] .. '-1', '+')) do
              size = size + #(entry[2][2] or '')
              if size > 33554432 then
                break
              end
              answer[#answer + 1] = entry[2][2] or ''
            end
          end
          return answer
          """;

  /** ARGV: fields. */
  private static final String LATEST_OF =
      COMMON
          + """
          local answer = {redis.call('HGET', log, 'since') and since() or '0'}
          for i = 1, #ARGV do
            answer[i + 1] = redis.call('HGET', log, ARGV[i]) or redis.call('HGET', before, ARGV[i])
              or answer[1]
          end
          return answer
          """;

  private final String[] keys;
  private final AtomicLong highest = new AtomicLong();
  private final AtomicLong since = new AtomicLong();
  private volatile byte[] run = new byte[0];

  /** Creates the log of the cache whose keys have a prefix. */
  ChangeLog(String prefix) {
    keys = new String[] {prefix + "log", prefix + "changes", prefix + "before"};
  }

  /** Returns the channel of the hints. */
  String channel() {
    return keys[1];
  }

  /** Returns the number from which on no change is missing, according to the last answer. */
  long since() {
    return since.get();
  }

  /**
   * Checks, before a connection is used, whether the server is the one that the log was written on.
   */
  CompletionStage<StatefulRedisConnection<String, byte[]>> greet(
      StatefulRedisConnection<String, byte[]> connection) {
    RedisAsyncCommands<String, byte[]> redis = connection.async();
    return redis
        .info("server")
        // without the permission to ask, restarts are not noticed
        .exceptionally(refused -> "")
        .thenCompose(server -> {
          Matcher start = RUN.matcher(server);
          run = bytes(start.find() ? start.group(1) : "");
          return redis.<byte[]>eval(
              OPEN, ScriptOutputType.VALUE, keys, run, bytes(Long.toString(highest.get())));
        })
        .thenApply(complete -> {
          heard(0, complete);
          return connection;
        });
  }

  long append(RedisLink link, String text, @Nullable String name, long above) {
    List<byte[]> answer =
        link.<List<byte[]>>ask(
            0,
            redis ->
                redis.eval(
                    APPEND,
                    ScriptOutputType.MULTI,
                    keys,
                    run,
                    bytes(Long.toString(above)),
                    bytes(text),
                    bytes(name == null ? "" : field(name)),
                    bytes(MOST_TAGS)));
    return heard(number(answer.getFirst()), answer.get(1));
  }

  Changes after(RedisLink link, long number) {
    List<byte[]> answer =
        link.<List<byte[]>>ask(
            0,
            redis -> redis.eval(AFTER, ScriptOutputType.MULTI, keys, bytes(Long.toString(number))));
    return new Changes(
        heard(number(answer.getFirst()), answer.get(1)),
        answer.stream().skip(2).map(text -> new String(text, StandardCharsets.UTF_8)).toList());
  }

  long[] latestOf(RedisLink link, List<String> names) {
    List<Long> numbers = new ArrayList<>(names.size());
    for (int from = 0; from < names.size(); from += NAMES_AT_ONCE) {
      byte[][] fields =
          names.subList(from, Math.min(names.size(), from + NAMES_AT_ONCE)).stream()
              .map(name -> bytes(field(name)))
              .toArray(byte[][]::new);
      List<byte[]> answer =
          link.<List<byte[]>>ask(
              0, redis -> redis.eval(LATEST_OF, ScriptOutputType.MULTI, keys, fields));
      if (heardSince(answer.getFirst()) == 0) {
        throw new IllegalStateException("the log of changes was lost and has not begun again yet");
      }
      answer.stream().skip(1).forEach(number -> numbers.add(number(number)));
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private long heard(long latest, byte[] complete) {
    highest.accumulateAndGet(Math.max(latest, heardSince(complete)), Math::max);
    return latest;
  }

  private long heardSince(byte[] complete) {
    long number = number(complete);
    // answers may arrive out of order
    since.accumulateAndGet(number, Math::max);
    return number;
  }

  private static String field(String name) {
    return "t:" + name;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }
}
