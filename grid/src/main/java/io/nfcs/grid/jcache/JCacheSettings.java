package io.nfcs.grid.jcache;

import io.nfcs.config.Setting;
import java.util.List;

/**
 * Section {@code jcache}: what the JCache provider needs besides the tiers.
 *
 * @param dataDir folder of the grid
 * @param classes classes that may be read from a tier
 */
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
        List<String> classes) {}
