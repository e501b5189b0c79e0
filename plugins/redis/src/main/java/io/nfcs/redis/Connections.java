package io.nfcs.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a server, each made at its first use, and again after a loss. A connection is
 * used after its greeting only. A failed attempt is not repeated at once.
 *
 * <p><b>Threads.</b> Any, by a lock, under which a connection is begun but not waited for.
 */
final class Connections {
  private final Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> connect;
  private final long retryNanos;
  private final NanoClock clock;
  private final @Nullable Slot[] slots;

  private record Slot(
      CompletableFuture<StatefulRedisConnection<String, byte[]>> connection, long madeNanos) {}

  /**
   * Creates the set without a connection.
   *
   * @param connect connects and greets
   * @param retryNanos time after which a failed attempt is repeated
   */
  Connections(
      int most,
      Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> connect,
      long retryNanos,
      NanoClock clock) {
    slots = new Slot[most];
    this.connect = connect;
    this.retryNanos = retryNanos;
    this.clock = clock;
  }

  /** Returns the connection for a hash, the same one as long as it lasts. */
  synchronized CompletionStage<StatefulRedisConnection<String, byte[]>> get(long hash) {
    int slot = (int) Long.remainderUnsigned(hash, slots.length);
    Slot known = slots[slot];
    if (known == null || isOver(known)) {
      known = new Slot(connect.get().toCompletableFuture(), clock.nanoTime());
      slots[slot] = known;
    }
    return known.connection;
  }

  private boolean isOver(Slot slot) {
    return switch (slot.connection.state()) {
      case RUNNING -> false;
      case SUCCESS -> !slot.connection.resultNow().isOpen();
      default -> clock.nanoTime() - slot.madeNanos >= retryNanos;
    };
  }
}
