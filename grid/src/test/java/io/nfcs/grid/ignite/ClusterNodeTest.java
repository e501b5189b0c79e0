package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.tier.ClusterPorts;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.TierContext;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.ignite.IgniteState;
import org.apache.ignite.Ignition;
import org.apache.ignite.IgnitionListener;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.plugin.PluginProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An abandoned node, and calls while it starts again. */
@Timeout(60)
class ClusterNodeTest {
  @TempDir Path folder;

  private final BlockingQueue<IgniteState> states = new LinkedBlockingQueue<>();
  private final Queue<Runnable> duringStarts = new ConcurrentLinkedQueue<>();
  private final IgnitionListener listener =
      (name, state) -> {
        if (name().equals(name)) {
          states.add(state);
        }
      };

  @BeforeEach
  void listen() {
    Ignition.addListener(listener);
  }

  @AfterEach
  void stop() {
    Ignition.removeListener(listener);
    NodeConfiguration.stop(name());
  }

  @Test
  void shouldStartAgainWhateverItsStartThrows() throws Exception {
    try (ClusterNode node = start()) {
      duringStarts.add(() -> {
        throw new NoClassDefFoundError("org/example/Missing");
      });
      duringStarts.add(() -> {
        throw new IllegalArgumentException("not one of Ignite's");
      });
      giveUp();
      assertEquals(IgniteState.STOPPED_ON_FAILURE, next());
      assertEquals(IgniteState.STARTED, next());
      assertEquals(0, duringStarts.size());
      await(node);
      assertEquals(1, node.size());
    }
  }

  /** As when the start is beyond any code that heeds an interrupt. */
  @Test
  void shouldStopANodeThatComesUpAfterTheEnd() throws Exception {
    ClusterNode node = start();
    duringStarts.add(() -> {
      node.close();
      Thread.interrupted();
    });
    giveUp();
    assertEquals(IgniteState.STOPPED_ON_FAILURE, next());
    assertEquals(IgniteState.STARTED, next());
    assertEquals(IgniteState.STOPPED, next());
  }

  @Test
  void shouldForgetTheHintOfAClosedTier() throws Exception {
    try (ClusterNode node = start()) {
      WeakReference<Runnable> hint = new WeakReference<>(hintOfAClosedTier(node));
      while (hint.get() != null) {
        assertFalse(Thread.currentThread().isInterrupted(), "never forgotten");
        System.gc();
      }
    }
  }

  private static Runnable hintOfAClosedTier(ClusterNode node) {
    Runnable hint = new AtomicInteger()::incrementAndGet;
    try (SharedTier tier = (SharedTier) node.tier()) {
      tier.open(
          new TierContext(
              "c",
              NfcsConfig.parse("test", ""),
              SystemNanoClock.INSTANCE,
              new OffsetEpochNanoClock()));
      tier.onChange(hint);
    }
    return hint;
  }

  private ClusterNode start() throws IOException, InterruptedException {
    List<Integer> ports = ClusterPorts.free(1);
    ClusterNode node = ClusterNode.start(folder, ClusterPorts.config(ports.getFirst(), ports));
    assertEquals(IgniteState.STARTED, next());
    return node;
  }

  /** The thread that stops the node, and the one that starts it, take the loader over. */
  private void giveUp() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new WatchedLoader(before));
    try {
      ((IgniteEx) Ignition.ignite(name()))
          .context()
          .failure()
          .process(
              new FailureContext(
                  FailureType.CRITICAL_ERROR, new IllegalStateException("made by a test")));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private IgniteState next() throws InterruptedException {
    IgniteState state = states.poll(20, TimeUnit.SECONDS);
    if (state == null) {
      throw new AssertionError("nothing has happened");
    }
    return state;
  }

  private String name() {
    return "nfcs cluster " + folder;
  }

  private static void await(ClusterNode node) {
    boolean isBack = false;
    while (!isBack) {
      assertFalse(Thread.currentThread().isInterrupted(), "never came back");
      try {
        node.ignite();
        isBack = true;
      } catch (IllegalStateException notYet) {
        Thread.onSpinWait();
      }
    }
  }

  /** A plugin provider that runs a step when a starting node asks for its plugins. */
  private final class WatchedLoader extends ClassLoader {
    WatchedLoader(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (name.endsWith(PluginProvider.class.getName())) {
        Runnable next = duringStarts.poll();
        if (next != null) {
          next.run();
        }
      }
      return super.getResources(name);
    }
  }
}
