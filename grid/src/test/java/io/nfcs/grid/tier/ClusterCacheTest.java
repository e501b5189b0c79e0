package io.nfcs.grid.tier;

import io.nfcs.grid.ignite.ClusterNode;
import io.nfcs.tier.CacheTier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract over combinations with a cluster, of one node here. */
@ParameterizedClass
@ValueSource(
    strings = {
      "cluster",
      "near, cluster",
      "offheap, cluster",
      "disk, cluster",
      "near, offheap, cluster",
      "near, disk, cluster",
      "offheap, disk, cluster",
      "near, offheap, disk, cluster"
    })
@Tag("slow")
class ClusterCacheTest extends TieredCacheContract {
  @TempDir static Path clusterFolder;
  private static @Nullable ClusterNode member;

  @BeforeAll
  static void startMember() throws IOException {
    List<Integer> ports = ClusterPorts.free(1);
    member = ClusterNode.start(clusterFolder, ClusterPorts.config(ports.getFirst(), ports));
  }

  @AfterAll
  static void stopMember() {
    if (member != null) {
      member.close();
    }
  }

  @Override
  protected Map<String, Supplier<CacheTier>> providers() {
    Map<String, Supplier<CacheTier>> providers = new HashMap<>(super.providers());
    providers.put("cluster", Objects.requireNonNull(member)::tier);
    return providers;
  }
}
