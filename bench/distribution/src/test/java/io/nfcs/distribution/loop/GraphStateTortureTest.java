package io.nfcs.distribution.loop;

import org.junit.jupiter.api.Tag;

/** The states of the whole graph at more than a thousand cuts. */
@Tag("torture")
class GraphStateTortureTest extends GraphStateTest {
  @Override
  protected int runs() {
    return 10;
  }
}
