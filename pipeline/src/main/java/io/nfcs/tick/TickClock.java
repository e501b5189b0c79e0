package io.nfcs.tick;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;

/**
 * The time of the tick path: a monotonic clock with ways to wait.
 *
 * <p><b>Units.</b> Nanoseconds of a monotonic clock with an arbitrary origin. <b>Threads.</b> The
 * system clock may be used by any thread. It is injected everywhere, so that an hour of ticks is
 * tested in seconds.
 */
public interface TickClock extends NanoClock {
  /** Lets about {@code nanos} pass without using the processor; may return early or late. */
  void parkNanos(long nanos);

  /** Lets a moment pass while the caller spins. */
  void spin();

  /** Returns the clock of the machine. */
  static TickClock system() {
    return SystemClock.INSTANCE;
  }

  /** {@link System#nanoTime()}, {@link LockSupport#parkNanos(long)} and a spin-wait hint. */
  enum SystemClock implements TickClock {
    /** The only instance. */
    INSTANCE;

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void parkNanos(long nanos) {
      LockSupport.parkNanos(nanos);
    }

    @Override
    public void spin() {
      Thread.onSpinWait();
    }
  }
}
