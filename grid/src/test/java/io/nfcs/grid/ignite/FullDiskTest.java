package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.NodeAwayException;
import io.nfcs.table.NodeState;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A node on a file system of its own that has no space. */
@Timeout(120)
@EnabledIf("io.nfcs.grid.ignite.SmallDisk#isPossible")
@Tag("slow")
class FullDiskTest {
  private static final int MEGABYTES = 300;

  /** Long enough for two attempts to start the node again. */
  private static final long AWAY_MILLIS = 5000;

  @TempDir Path folder;

  @Test
  void shouldNameTheDiskAsTheCauseWhileItIsFullAndComeBack() throws Exception {
    Path mount = folder.resolve("disk");
    Path files = mount.resolve("node");
    String full = "No space left on device: " + files;
    try (SmallDisk disk = SmallDisk.mount(mount, MEGABYTES);
        IgniteNode node = start(files, Ports.free())) {
      BinaryCache fields = node.binary("FIELD");
      fields.put("1/1", new byte[] {1});
      disk.fill();
      NodeAwayException away =
          assertThrows(NodeAwayException.class, () -> putUntilItFails(node, fields));
      assertTrue(String.valueOf(away.getMessage()).endsWith(full), away::getMessage);
      NodeState state = node.state();
      while (state.phase() != NodeState.Phase.RESTARTING || state.forMillis() < AWAY_MILLIS) {
        assertTrue(state.isRunning() || state.reason().equals(full), state::toString);
        state = node.state();
      }
      disk.free();
      while (!node.state().isRunning()) {
        Thread.onSpinWait();
      }
      assertArrayEquals(new byte[] {1}, fields.get("1/1"));
    }
  }

  @Test
  void shouldSayThatThereIsNoSpaceToStart() throws Exception {
    Path mount = folder.resolve("disk");
    try (SmallDisk disk = SmallDisk.mount(mount, 20)) {
      disk.fill();
      StartException refused =
          assertThrows(StartException.class, () -> start(mount.resolve("node"), 0).close());
      assertEquals(
          "the node in " + mount.resolve("node") + " cannot be started: No space left on device",
          refused.getMessage());
    }
  }

  /** Each cache has files of its own, which do not fit. */
  private static void putUntilItFails(IgniteNode node, BinaryCache fields) {
    for (int i = 0; ; i++) {
      fields.put("2/" + i, new byte[1 << 10]);
      node.binary("FIELD_" + i).put("1/1", new byte[1 << 10]);
    }
  }

  private static IgniteNode start(Path folder, int port) {
    NodeSettings settings =
        NfcsConfig.parse(
                "small",
                "grid: {offheap_bytes: 32MiB, disk_bytes: 64MiB, thin_client_port: " + port + "}")
            .section("grid", NodeSettings.class);
    return IgniteNode.start(folder, settings, TlsSettings.NONE);
  }
}
