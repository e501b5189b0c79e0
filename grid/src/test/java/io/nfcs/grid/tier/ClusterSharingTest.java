package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.TieredCache;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.ignite.ClusterNode;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.TierContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three caches, each on its own node of a cluster. */
class ClusterSharingTest extends SharedCacheContract {
  @TempDir static Path folder;
  private static final List<Integer> PORTS = new ArrayList<>();
  private static final List<ClusterNode> NODES = new ArrayList<>();

  @BeforeAll
  static void startNodes() throws IOException {
    PORTS.addAll(ClusterPorts.free(3));
    for (int port : PORTS) {
      NODES.add(ClusterNode.start(folder.resolve("node" + port), ClusterPorts.config(port, PORTS)));
    }
  }

  @AfterAll
  static void stopNodes() {
    NODES.forEach(ClusterNode::close);
  }

  @Override
  protected Supplier<CacheTier> provider(int process) {
    return NODES.get(process)::tier;
  }

  @Override
  protected String tier() {
    return "cluster";
  }

  @Override
  protected String sections() {
    return "";
  }

  /** As when every node that had the numbers has died; the present caches continue. */
  @Test
  void shouldNoticeThatTheWholeLogIsLost() {
    SharedTier tier = (SharedTier) provider(0).get();
    tier.open(
        new TierContext(
            cacheName(),
            NfcsConfig.parse("test", ""),
            SystemNanoClock.INSTANCE,
            new OffsetEpochNanoClock()));
    long latest = tier.append("tag red", "red", 0);
    assertArrayEquals(new long[] {latest}, tier.latestOf(List.of("red")));
    loseLog();
    assertEquals(new SharedTier.Changes(0, List.of()), tier.after(latest));
    IllegalStateException lost =
        assertThrows(IllegalStateException.class, () -> tier.latestOf(List.of("red")));
    assertEquals("the log of changes is lost", lost.getMessage());
    long begun = tier.append("begin", null, latest);
    assertTrue(begun > latest, () -> begun + " after " + latest);
    assertArrayEquals(new long[] {begun}, tier.latestOf(List.of("red")), "it may have been met");
  }

  @Test
  void shouldServeNothingFromBeforeTheWholeLogWasLost() {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("a", "one");
    assertEquals("one", caches.get(1).get("a"));
    loseLog();
    await(() -> caches.get(0).get("a") == null);
    await(() -> caches.get(1).get("a") == null);
    await(() -> caches.get(2).get("a") == null);
    // the last to notice begins the log once more, after which earlier puts do not count any more
    await(() -> {
      caches.get(2).put("a", "two");
      return "two".equals(caches.get(0).get("a"));
    });
  }

  private void loseLog() {
    Ignite ignite = Ignition.ignite("nfcs cluster " + folder.resolve("node" + PORTS.getFirst()));
    ignite.cache("NUMBERS_" + cacheName()).clear();
    ignite.cache("CHANGES_" + cacheName()).clear();
  }

  @Test
  void shouldBeOneCluster() {
    NODES.forEach(node -> assertEquals(3, node.size()));
  }
}
