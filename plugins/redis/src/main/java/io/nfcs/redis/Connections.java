package io.nfcs.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a server, each made when it is first used, and again when it was lost. None is
 * used before its greeting is over. One that could not be made is not tried again at once.
 *
 * <p><b>Threads.</b> Any.
 */
final class Connections {
  private final Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> connect;
  private final long retryNanos;
  private final NanoClock clock;
  private final @Nullable Slot[] slots;

  private record Slot(
      CompletableFuture<StatefulRedisConnection<String, byte[]>> connection, long madeNanos) {}

  /**
   * No connection yet.
   *
   * @param connect makes one and greets
   * @param retryNanos time after which one that could not be made is tried again
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

  /** The same for the same hash, as long as it is there. */
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
