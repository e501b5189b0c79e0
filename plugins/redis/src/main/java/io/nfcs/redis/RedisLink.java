package io.nfcs.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.nfcs.config.ConfigException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a server, each made when it is first used and again when it was lost, and the
 * deadline that every command has.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> connections and their two threads. <b>Fails</b> at once with
 * an {@link IllegalStateException} while the server is away, and after the deadline otherwise.
 */
final class RedisLink implements AutoCloseable {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private static final int COMMANDS_WAITING = 10_000;

  private final RedisSettings settings;
  private final CircuitBreaker breaker;
  private final ClientResources resources;
  private final RedisClient client;
  private final RedisURI uri;
  private final AtomicReferenceArray<
          @Nullable CompletionStage<StatefulRedisConnection<String, byte[]>>>
      connections;

  RedisLink(RedisSettings settings, NanoClock clock) {
    this.settings = settings;
    breaker = new CircuitBreaker(settings.failures(), settings.retryMillis(), clock);
    Duration retry = Duration.ofMillis(settings.retryMillis());
    uri = uri(settings);
    resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .reconnectDelay(Delay.constant(retry))
            .build();
    client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            // what waits for a server that is away only gets older
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(COMMANDS_WAITING)
            .socketOptions(SocketOptions.builder().connectTimeout(retry).build())
            .build());
    connections = new AtomicReferenceArray<>(settings.maxConnections());
  }

  /**
   * The answer to what is asked.
   *
   * @param hash the same for commands that must keep their order
   */
  <T extends @Nullable Object> T ask(
      long hash, Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
    if (!breaker.tryPass()) {
      throw new IllegalStateException(settings.url() + " is away");
    }
    int slot = (int) Long.remainderUnsigned(hash, connections.length());
    try {
      T answer =
          connection(slot)
              .thenCompose(connection -> command.apply(connection.async()))
              .toCompletableFuture()
              .get(settings.deadlineMillis(), TimeUnit.MILLISECONDS);
      breaker.succeeded();
      return answer;
    } catch (TimeoutException late) {
      breaker.failed();
      throw new IllegalStateException(
          settings.url() + " has not answered within " + settings.deadlineMillis() + " ms", late);
    } catch (ExecutionException | CompletionException failure) {
      breaker.failed();
      Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
      throw new IllegalStateException(settings.url() + ": " + cause.getMessage(), cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /** Calls back when something is published on a channel, from when the server can be reached. */
  void subscribe(String channel, Runnable hint) {
    var _ =
        client
            .connectPubSubAsync(StringCodec.UTF8, uri)
            .whenComplete((connection, failure) -> {
              if (failure == null) {
                subscribe(connection, channel, hint);
              } else if (!resources.eventExecutorGroup().isShuttingDown()) {
                var _ =
                    resources
                        .eventExecutorGroup()
                        .schedule(
                            () -> subscribe(channel, hint),
                            settings.retryMillis(),
                            TimeUnit.MILLISECONDS);
              }
            });
  }

  @Override
  public void close() {
    client.shutdown(0, settings.deadlineMillis(), TimeUnit.MILLISECONDS);
    var _ = resources.shutdown(0, settings.deadlineMillis(), TimeUnit.MILLISECONDS);
  }

  private static void subscribe(
      StatefulRedisPubSubConnection<String, String> connection, String channel, Runnable hint) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            hint.run();
          }
        });
    var _ = connection.async().subscribe(channel);
  }

  private CompletionStage<StatefulRedisConnection<String, byte[]>> connection(int slot) {
    CompletionStage<StatefulRedisConnection<String, byte[]>> known = connections.get(slot);
    if (known != null && !known.toCompletableFuture().isCompletedExceptionally()) {
      return known;
    }
    synchronized (connections) {
      known = connections.get(slot);
      if (known == null || known.toCompletableFuture().isCompletedExceptionally()) {
        known = client.connectAsync(CODEC, uri).toCompletableFuture();
        connections.set(slot, known);
      }
      return known;
    }
  }

  private static RedisURI uri(RedisSettings settings) {
    try {
      RedisURI uri = RedisURI.create(settings.url());
      uri.setDatabase(settings.db());
      uri.setTimeout(Duration.ofMillis(settings.deadlineMillis()));
      return uri;
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(
          "redis.url: "
              + settings.url()
              + " is no address of a server: "
              + wrong.getMessage()
              + "; allowed is redis://[[user:]password@]host[:port], or rediss://");
    }
  }
}
