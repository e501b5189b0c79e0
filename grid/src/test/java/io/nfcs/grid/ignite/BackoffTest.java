package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BackoffTest {
  @Test
  void shouldDoubleUpToTheLongestAndBeginAgain() {
    Backoff backoff = new Backoff(1000, 30_000);
    assertEquals(
        List.of(1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L),
        LongStream.range(0, 7).map(_ -> backoff.nextMillis()).boxed().toList());
    backoff.reset();
    assertEquals(1000, backoff.nextMillis());
  }
}
