package io.nfcs.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.api.StatefulRedisConnection;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of any kind without the password of the address. */
@Timeout(60)
class RedisSecretTest {
  private static final String PASSWORD = "hunter2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:hunter2@ho st:6379",
        "redis://me:hunter2@",
        "redis://:hunter2@host:port",
        "redis//:hunter2@host",
        ":hunter2@host",
        "http://:hunter2@host",
        "redis://:hunter2",
      })
  void shouldNotBeInARefusal(String url) {
    RedisSettings settings = settings(url);
    try (RedisLink link =
        new RedisLink(settings, SystemNanoClock.INSTANCE, RedisSecretTest::asIs)) {
      assertHidden(assertThrows(RuntimeException.class, () -> link.ask(0, redis -> redis.ping())));
    } catch (ConfigException refused) {
      assertHidden(refused);
      assertTrue(String.valueOf(refused.getMessage()).contains("redis.url"), refused::toString);
    }
  }

  @Test
  void shouldNotBeInAFailure() {
    RedisSettings settings = settings("redis://me:hunter2@127.0.0.1:1");
    try (RedisLink link =
        new RedisLink(settings, SystemNanoClock.INSTANCE, RedisSecretTest::asIs)) {
      RuntimeException failed =
          assertThrows(RuntimeException.class, () -> link.ask(0, redis -> redis.ping()));
      assertHidden(failed);
      assertTrue(failed.toString().contains("127.0.0.1:1"), failed::toString);
    }
  }

  private static CompletionStage<StatefulRedisConnection<String, byte[]>> asIs(
      StatefulRedisConnection<String, byte[]> connection) {
    return CompletableFuture.completedFuture(connection);
  }

  private static RedisSettings settings(String url) {
    return NfcsConfig.parse("t.yaml", "redis: {url: '" + url + "', failures: 1000}")
        .section("redis", RedisSettings.class);
  }

  private static void assertHidden(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    assertFalse(text.toString().contains(PASSWORD), text::toString);
  }
}
