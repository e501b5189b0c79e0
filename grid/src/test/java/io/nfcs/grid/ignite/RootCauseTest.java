package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.NodeStoppingException;
import org.junit.jupiter.api.Test;

class RootCauseTest {
  @Test
  void shouldFindAFullDiskBelowWhatFollowsFromIt() {
    IgniteCheckedException update = new IgniteCheckedException("Failed to update keys.");
    update.addSuppressed(
        new IgniteCheckedException(
            "Failed to initialize partition file",
            new IOException("class x: No space left on device")));
    Throwable failure = new IllegalStateException("Failed to update keys (retry).: [KEY]", update);
    assertEquals("No space left on device", RootCause.of(failure));
    assertTrue(RootCause.isFullDisk(failure));
    assertTrue(RootCause.isFullDisk(RootCause.of(failure)));
  }

  @Test
  void shouldBePartOfASentence() {
    assertEquals(
        "Failed to map",
        RootCause.of(new IllegalStateException(new IOException("Failed to map."))));
    assertEquals("java.io.IOException", RootCause.of(new IOException()));
  }

  @Test
  void shouldTellAStopFromItsCause() {
    assertTrue(RootCause.isStop(new NodeStoppingException("Node is stopping.")));
    assertTrue(RootCause.isStop(new IllegalStateException(new InterruptedException())));
    for (String words :
        List.of(
            "Failed to perform cache update: node is stopping.",
            "Failed to execute query (grid is stopping).",
            "Failed to wait for topology update, cache (or node) is stopping.",
            "Operation has been cancelled (node or cache is stopping).",
            "Failed to execute task due to grid shutdown: SizeLongTask@6b5009a3")) {
      assertTrue(RootCause.isStop(new IllegalStateException(words)), words);
    }
    assertFalse(RootCause.isStop(new IllegalStateException("cache is stopped")));
    assertFalse(RootCause.isStop(new IOException("Too many open files")));
  }

  @Test
  void shouldEndWhereCausesGoRound() {
    IOException outer = new IOException("outer");
    outer.addSuppressed(new IOException("inner", outer));
    assertFalse(RootCause.isFullDisk(outer));
  }
}
