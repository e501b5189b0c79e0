package io.nfcs.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateAdapter;
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
import io.nfcs.config.ConfigException;
import io.nfcs.tier.TierRefusedException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A link to a server: its connections, and the deadline of every command.
 *
 * <p><b>Threads.</b> Any; a caller waits for its own answer. Commands of one hash keep their order:
 * they go through one connection as long as it lasts. The order of others is not defined.
 * <b>Owns</b> connections and their threads. <b>Fails</b> at once with an {@link
 * IllegalStateException} while the server is away, and after the deadline otherwise; with a {@link
 * TierRefusedException} if the server answers with an error.
 */
final class RedisLink implements AutoCloseable {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private static final int COMMANDS_WAITING = 10_000;

  /** Kinds of errors, at the beginning of an error or further on in a script's. */
  private static final Pattern KIND =
      Pattern.compile(
          "\\b(OOM|WRONGTYPE|READONLY|LOADING|NOAUTH|WRONGPASS|NOPERM|MOVED|ASK|CLUSTERDOWN|BUSY"
              + "|MISCONF|MASTERDOWN|NOREPLICAS|TRYAGAIN|CROSSSLOT|NOSCRIPT)\\b");

  /**
   * Address of a server; a password without a host must not match as a host, which would be looked
   * up and shown.
   */
  private static final Pattern ADDRESS =
      Pattern.compile("rediss?://(.*@)?([\\w.-]+|\\[[\\w:.]+])(:\\d{1,5})?(/\\d*)?(\\?.*)?");

  private final RedisSettings settings;
  private final NanoClock clock;
  private final CircuitBreaker breaker;
  private final ClientResources resources;
  private final RedisClient client;
  private final RedisURI uri;
  private final String place;
  private final Connections connections;
  private volatile boolean isClosed;

  /** Greeting of a connection before its use. */
  @FunctionalInterface
  interface Greeting
      extends Function<
          StatefulRedisConnection<String, byte[]>,
          CompletionStage<StatefulRedisConnection<String, byte[]>>> {}

  /**
   * Creates a link without a connection.
   *
   * @param greeting greeting of every connection before its use
   */
  RedisLink(RedisSettings settings, NanoClock clock, Greeting greeting) {
    this.settings = settings;
    this.clock = clock;
    breaker = new CircuitBreaker(settings.failures(), settings.retryMillis(), clock);
    Duration retry = Duration.ofMillis(settings.retryMillis());
    uri = uri(settings);
    place = "Redis at " + uri.getHost() + ':' + uri.getPort();
    resources =
        DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            // commands that wait for an absent server only get older
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            // the address may then belong to another server, which must be greeted
            .autoReconnect(false)
            .requestQueueSize(COMMANDS_WAITING)
            .socketOptions(SocketOptions.builder().connectTimeout(retry).build())
            .build());
    connections =
        new Connections(
            settings.maxConnections(),
            () -> client.connectAsync(CODEC, uri).thenCompose(made -> greeted(made, greeting)),
            retry.toNanos(),
            clock);
  }

  /**
   * Returns the answer to a command.
   *
   * @param hash the same for commands that must keep their order
   * @throws IllegalStateException if the server is away or late; a late command may still be
   *     executed
   * @throws TierRefusedException if the server answers with an error
   */
  <T extends @Nullable Object> T ask(
      long hash, Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
    if (!breaker.tryPass()) {
      throw new IllegalStateException(place + " is away");
    }
    CompletableFuture<T> answer =
        connections
            .get(hash)
            .thenCompose(connection -> command.apply(connection.async()))
            .toCompletableFuture();
    boolean isInterrupted = false;
    long end = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.deadlineMillis());
    try {
      while (true) {
        try {
          T result = answer.get(end - clock.nanoTime(), TimeUnit.NANOSECONDS);
          breaker.succeeded();
          return result;
        } catch (InterruptedException interrupted) {
          // the command was sent: its result is known by the deadline
          isInterrupted = true;
        }
      }
    } catch (TimeoutException late) {
      breaker.failed();
      throw new IllegalStateException(
          place + " has not answered within " + settings.deadlineMillis() + " ms", late);
    } catch (ExecutionException failure) {
      throw failed(failure);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RuntimeException failed(ExecutionException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException error) {
        breaker.succeeded();
        String message = String.valueOf(error.getMessage());
        return new TierRefusedException(kind(message), place + ": " + message, error);
      }
    }
    breaker.failed();
    Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
    return new IllegalStateException(place + ": " + cause.getMessage(), cause);
  }

  private static String kind(String message) {
    Matcher word = KIND.matcher(message);
    return word.find() ? word.group() : "ERR";
  }

  /**
   * Calls back on messages of a channel, whenever the server can be reached, on a thread of the
   * client, which must not wait. Messages sent while there is no connection are lost.
   */
  void subscribe(String channel, Runnable hint) {
    var _ =
        client
            .connectPubSubAsync(StringCodec.UTF8, uri)
            .whenComplete((connection, failure) -> {
              if (failure == null) {
                subscribe(connection, channel, hint);
              } else {
                subscribeLater(channel, hint);
              }
            });
  }

  @Override
  public void close() {
    isClosed = true;
    client.shutdown(0, settings.deadlineMillis(), TimeUnit.MILLISECONDS);
    var _ = resources.shutdown(0, settings.deadlineMillis(), TimeUnit.MILLISECONDS);
  }

  private void subscribeLater(String channel, Runnable hint) {
    if (!isClosed) {
      var _ =
          resources
              .eventExecutorGroup()
              .schedule(
                  () -> subscribe(channel, hint), settings.retryMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void subscribe(
      StatefulRedisPubSubConnection<String, String> connection, String channel, Runnable hint) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            hint.run();
          }
        });
    connection.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            subscribeLater(channel, hint);
          }
        });
    var _ = connection.async().subscribe(channel);
  }

  /** Connects; a server that accepts connections without answering is tried again. */
  private CompletionStage<StatefulRedisConnection<String, byte[]>> greeted(
      StatefulRedisConnection<String, byte[]> connection, Greeting greeting) {
    return greeting
        .apply(connection)
        .toCompletableFuture()
        .orTimeout(settings.retryMillis() + settings.deadlineMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((greeted, failure) -> {
          if (failure != null) {
            var _ = connection.closeAsync();
          }
        });
  }

  private static RedisURI uri(RedisSettings settings) {
    try {
      String url = settings.url().reveal();
      if (!ADDRESS.matcher(url).matches()) {
        throw new IllegalArgumentException("not an address");
      }
      RedisURI uri = RedisURI.create(url);
      uri.setDatabase(settings.db());
      uri.setTimeout(Duration.ofMillis(settings.deadlineMillis()));
      return uri;
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(
          "redis.url: "
              + settings.url()
              + " is not an address of a server; allowed is redis://[[user:]password@]host[:port], or"
              + " rediss://");
    }
  }
}
