package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OwnedTest {
  private final List<String> closed = new ArrayList<>();
  private final Owned owned = new Owned();

  /** Such as of a class that cannot be loaded, which is not a reason to leave the journal open. */
  @Test
  void shouldCloseWhatWasOpenedBeforeAResourceThatThrowsAnError() {
    Error missing = new NoClassDefFoundError("Missing");
    RuntimeException away = new IllegalStateException("away");
    owned.add(() -> closed.add("first"));
    owned.add(() -> {
      closed.add("second");
      throw away;
    });
    owned.add(() -> {
      closed.add("third");
      throw missing;
    });
    owned.add(() -> closed.add("fourth"));
    RuntimeException failure = assertThrows(RuntimeException.class, owned::close);
    assertEquals(List.of("fourth", "third", "second", "first"), closed);
    assertSame(missing, failure.getCause());
    assertEquals(List.of(away), List.of(failure.getSuppressed()));
    owned.close();
    assertEquals(4, closed.size());
  }
}
