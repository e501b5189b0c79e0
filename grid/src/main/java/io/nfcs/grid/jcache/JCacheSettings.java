package io.nfcs.grid.jcache;

import io.nfcs.config.Setting;
import java.util.List;

/** Section {@code jcache}: what the JCache provider needs besides the tiers. */
record JCacheSettings(
    @Setting(
            doc = "Folder of the grid behind JCache; not used where near is the only tier",
            value = "data/jcache")
        String dataDir,
    @Setting(
            doc =
                "Classes of keys and values, besides those of java.lang, java.util, java.math and"
                    + " java.time; a name, a package as org.example.*, or with all below it as"
                    + " org.example.**",
            value = "[]")
        List<String> classes,
    @Setting(
            doc =
                "Deepest nesting of objects in a key or value; a deeper one is refused, and a"
                    + " forged one ignored; so are those beyond the three limits below",
            value = "20",
            min = 1,
            max = 1000)
        int maxDepth,
    @Setting(
            doc = "Most objects and references in a key or value",
            value = "1000000",
            min = 1,
            max = 1 << 30)
        int maxReferences,
    @Setting(doc = "Longest array in a key or value", value = "16777216", min = 1, max = 1 << 30)
        int maxArray,
    @Setting(
            doc = "Longest serial form of a key or value",
            unit = "bytes",
            value = "64MiB",
            min = 1 << 10,
            max = 1 << 30)
        int maxBytes) {

  /** Returns the limits as a filter of Java's serialisation has them. */
  String limits() {
    return "maxdepth=%d;maxrefs=%d;maxarray=%d;maxbytes=%d;"
        .formatted(maxDepth, maxReferences, maxArray, maxBytes);
  }
}
