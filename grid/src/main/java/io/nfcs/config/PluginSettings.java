package io.nfcs.config;

/** Section {@code plugins}: the folder of further plugin jars. */
record PluginSettings(
    @Setting(doc = "Folder of further plugin jars, empty for none", value = "''") String dir) {}
