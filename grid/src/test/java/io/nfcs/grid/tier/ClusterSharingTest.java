package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.cache.CacheTier;
import io.nfcs.grid.ignite.ClusterNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three caches, each on its own node of a cluster. */
class ClusterSharingTest extends SharedCacheContract {
  @TempDir static Path folder;
  private static final List<ClusterNode> NODES = new ArrayList<>();

  @BeforeAll
  static void startNodes() throws IOException {
    List<Integer> ports = ClusterPorts.free(3);
    for (int port : ports) {
      NODES.add(ClusterNode.start(folder.resolve("node" + port), ClusterPorts.config(port, ports)));
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

  @Test
  void shouldBeOneCluster() {
    NODES.forEach(node -> assertEquals(3, node.size()));
  }
}
