package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrivenInputsTest {
  private static final TickShape SHAPE = new TickShape(List.of("cgl"), List.of("drive"), 0);

  private final TickInput input = new TickInput(SHAPE);
  private final DrivenInputs inputs =
      new DrivenInputs(List.of(new RunSettings.Wave("drive", 2, 0.5, 0.1)), SHAPE);

  @Test
  void shouldFollowTheSine() {
    inputs.fill(17, input);
    assertEquals(2 + 0.5 * StrictMath.sin(1.7), input.parameter(0), 1e-15);
  }

  @Test
  void shouldAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    inputs.fill(0, input);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (long number = 0; number < 100_000; number++) {
      inputs.fill(number, input);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(0, bytes / 100_000, () -> bytes + " bytes in 100000 ticks");
  }
}
