package io.nfcs.semantic;

import io.nfcs.config.Setting;
import java.util.List;

/** Section {@code semantic}. */
record SemanticSettings(
    @Setting(
            doc =
                "Embedder that turns texts into vectors: lexical (words, no model), onnx,"
                    + " langchain4j, or the name of a plugin",
            value = "lexical")
        String embedder,
    @Setting(
            doc =
                "Least cosine of two texts for one's result to serve the other; below 0.95 for"
                    + " embedders that know meanings only",
            value = "0.95",
            min = 0,
            max = 1)
        double threshold,
    @Setting(
            doc =
                "Further properties two texts must share: numbers (and units and dates),"
                    + " negation, antonyms (none), order (of the words they share), question (what,"
                    + " how, whether), quotes",
            value = "[numbers, negation, antonyms, order, question, quotes]")
        List<Guard> guards,
    @Setting(doc = "Most entries", value = "10000", min = 1, max = 100_000_000) int maxEntries,
    @Setting(
            doc = "Most memory, vectors and overhead included",
            unit = "bytes",
            value = "256MiB",
            min = 1 << 20,
            max = 1L << 50)
        long maxBytes,
    @Setting(doc = "Time to live, 0 for ever", unit = "ms", value = "3600000", min = 0, max = 1e15)
        long ttlMillis,
    @Setting(
            doc = "Longest text that is taken",
            unit = "chars",
            value = "8192",
            min = 1,
            max = 1 << 24)
        int maxTextChars,
    @Setting(
            doc =
                "Most memory of the vectors of recent texts, which saves runs of embedders with a"
                    + " model; 0 keeps none",
            unit = "bytes",
            value = "16MiB",
            min = 0,
            max = 1L << 50)
        long memoBytes,
    @Setting(
            doc =
                "Durability of an entry when store returns: always (it is on the disk),"
                    + " interval (within sync_millis it will be), os (the system decides; the"
                    + " end of the process loses nothing)",
            value = "interval")
        Sync sync,
    @Setting(
            doc = "Longest time to the disk with sync: interval",
            unit = "ms",
            value = "100",
            min = 1,
            max = 60_000)
        long syncMillis,
    @Setting(
            doc =
                "Texts beyond which a durable cache searches the graphs of its index (HNSW), which"
                    + " find most of the nearest, not always all; below, searches are exact",
            value = "500000",
            min = 1,
            max = 1_000_000_000)
        int exactLimit) {

  /** Durability of an entry when a store returns. */
  enum Sync {
    ALWAYS,
    INTERVAL,
    OS
  }
}
