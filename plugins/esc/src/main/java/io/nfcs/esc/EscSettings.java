package io.nfcs.esc;

import io.nfcs.config.Setting;
import java.util.List;

/** Section {@code esc}. */
public record EscSettings(
    @Setting(
            doc =
                "Tokens of a larger risk are filtered; the constitution's control may set a lower"
                    + " limit",
            value = "0.95",
            min = 0,
            max = 1)
        double riskLimit,
    @Setting(doc = "Further words that are unsafe, whole and in any case", value = "[]")
        List<String> unsafeWords,
    @Setting(
            doc =
                "Tokens of a tick that drive the field; those after them are judged and filtered"
                    + " only",
            value = "2048",
            min = 1,
            max = 65536)
        int maxTokens,
    @Setting(
            doc = "Ticks after which an echo is half as strong",
            unit = "ticks",
            value = "10",
            min = 0.1,
            max = 1e6)
        double echoHalfLife,
    @Setting(
            doc = "Tokens whose last time is remembered",
            powerOfTwo = true,
            value = "8192",
            min = 8,
            max = 1 << 24)
        int echoTokens,
    @Setting(doc = "Batches whose contribution is kept", value = "256", min = 1, max = 65536)
        int cacheEntries,
    @Setting(
            doc = "Least cosine of two batches for one's contribution to do for the other",
            value = "0.95",
            min = 0,
            max = 1)
        double reuseCosine) {

  /** Copies the list. */
  public EscSettings {
    unsafeWords = List.copyOf(unsafeWords);
  }
}
