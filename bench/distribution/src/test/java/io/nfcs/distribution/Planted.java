package io.nfcs.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Breaks each rule of {@link HouseRulesTest} about calls once, to show that it can be broken. */
final class Planted {
  private Planted() {}

  /** Sleeps by the millisecond. */
  static final class Sleep {
    void run() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  /** Sleeps for a duration. */
  static final class SleepOfDuration {
    void run() throws InterruptedException {
      Thread.sleep(Duration.ofMillis(1));
    }
  }

  /** Sleeps by way of a unit. */
  static final class SleepOfUnit {
    void run() throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Deserialises. */
  static final class Deserialise {
    Object run(InputStream in) throws IOException, ClassNotFoundException {
      return new ObjectInputStream(in).readObject();
    }
  }

  /** Starts a thread without a name. */
  static final class UnnamedThread {
    Thread run(Runnable task) {
      return new Thread(null, task);
    }
  }

  /** Starts a virtual thread, which has no name. */
  static final class VirtualThread {
    Thread run(Runnable task) {
      return Thread.startVirtualThread(task);
    }
  }

  /** Has its threads made by a factory that is not ours. */
  static final class UnnamedPool {
    ExecutorService run() {
      return Executors.newFixedThreadPool(1);
    }
  }

  /** Asks the machine for the time. */
  static final class Time {
    long run() {
      return System.nanoTime();
    }
  }

  /** Hands on the machine's time as a function. */
  static final class TimeByReference {
    LongSupplier run() {
      return System::currentTimeMillis;
    }
  }

  /** Prints. */
  static final class Print {
    void run() {
      System.out.println();
    }
  }
}
