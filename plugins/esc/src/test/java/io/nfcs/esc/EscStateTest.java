package io.nfcs.esc;

import io.nfcs.pipeline.StageStateContract;
import org.junit.jupiter.api.Nested;

/** The state of the stage, with so little room that tokens and contributions are forgotten. */
class EscStateTest {
  private static final String CONFIGURATION =
      """
      pipeline: {stages: {esc: []}}
      esc:
        max_tokens: 16
        echo_tokens: 16
        echo_half_life: 5
        cache_entries: 5
        reuse_cosine: %s
      """;

  @Nested
  class WhereALikeTextWillDo extends StageStateContract {
    @Override
    protected String configuration() {
      return CONFIGURATION.formatted("0.8");
    }
  }

  @Nested
  class WhereOnlyAnEqualTextWillDo extends StageStateContract {
    @Override
    protected String configuration() {
      return CONFIGURATION.formatted("1");
    }
  }
}
