package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class FailureTextTest {
  @Test
  void shouldExplainAMappedFileWithoutRoom() {
    Error fault = new InternalError("a fault occurred in an unsafe memory access operation");
    assertEquals(
        "a file that is mapped into memory cannot be read or written ("
            + fault
            + "); its disk is full, or it was cut",
        FailureText.of(fault));
    assertFalse(FailureText.isExpected(fault));
  }

  @Test
  void shouldExplainNoOtherErrorOfTheJvm() {
    assertEquals("java.lang.InternalError: other", FailureText.of(new InternalError("other")));
  }
}
