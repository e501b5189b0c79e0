package io.nfcs.monitor.web;

import io.nfcs.counters.ErrorLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Stream of a run's changes as server-sent events: one text twice a second for all clients, made
 * only while a client is connected. A slow client misses some events; only its own virtual thread
 * waits for it.
 *
 * <p><b>Threads.</b> Any; the text is made by its own, {@code nfcs-page}, without the lock that
 * guards all fields. A client sees the versions of the text in order, the latest one each time.
 * <b>Owns</b> the thread until {@link #close()}.
 */
final class EventStream implements AutoCloseable {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Supplier<String> state;
  private final ErrorLog errors;
  private byte[] latest = {};
  private long version;
  private int clients;
  private boolean isClosed;

  EventStream(Supplier<String> state, ErrorLog errors) {
    this.state = state;
    this.errors = errors;
    Thread.ofPlatform().name("nfcs-page").daemon().start(this::publish);
  }

  /** Sends events until the client goes away. */
  void serve(Exchange exchange) throws IOException {
    exchange.header("Content-Type", "text/event-stream");
    join(1);
    try (OutputStream out = exchange.stream()) {
      long seen = 0;
      while (true) {
        Event event = after(seen);
        if (event.isLast || exchange.request().isHead()) {
          return;
        }
        out.write(event.bytes);
        out.flush();
        seen = event.version;
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      join(-1);
    }
  }

  /** Returns the number of clients. */
  int clients() {
    lock.lock();
    try {
      return clients;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void join(int one) {
    lock.lock();
    try {
      clients += one;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Event after(long seen) throws InterruptedException {
    lock.lock();
    try {
      while (version <= seen && !isClosed) {
        changed.await();
      }
      return new Event(version, latest, isClosed);
    } finally {
      lock.unlock();
    }
  }

  private void publish() {
    try {
      while (awaitClients()) {
        try {
          publish("data: " + state.get() + "\n\n");
        } catch (RuntimeException | Error failure) {
          errors.record("page", failure);
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(String text) {
    lock.lock();
    try {
      latest = text.getBytes(StandardCharsets.UTF_8);
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the next text is needed; returns whether one will be. */
  private boolean awaitClients() throws InterruptedException {
    lock.lock();
    try {
      long left = INTERVAL_NANOS;
      while (left > 0 && !isClosed) {
        left = changed.awaitNanos(left);
      }
      while (clients == 0 && !isClosed) {
        changed.await();
      }
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // written once, then only read
  private record Event(long version, byte[] bytes, boolean isLast) {}
}
