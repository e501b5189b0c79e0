package io.nfcs.config;

/** Section {@code plugins}: where further plugin jars are. */
record PluginSettings(
    @Setting(doc = "Folder of further plugin jars, empty for none", value = "''") String dir) {}
