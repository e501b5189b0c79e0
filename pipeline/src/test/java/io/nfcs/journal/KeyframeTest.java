package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyframeTest {
  @Test
  void shouldRefuseToWriteWhatItRefusesToRead() {
    for (int stages : new int[] {1025, 2048, 4096}) {
      Keyframe keyframe =
          new Keyframe(
              1,
              1,
              Collections.nCopies(stages, "stage"),
              Collections.nCopies(stages, new byte[1 << 20]));
      IOException refused = assertThrows(IOException.class, keyframe::encoded);
      assertEquals(
          "states of " + ((long) stages << 20) + " bytes, expected 1073741824 at most",
          refused.getMessage());
    }
  }
}
