package io.nfcs.config;

/** What plugins are in tests. */
public interface PluginKind {
  /** Name of the plugin. */
  String name();
}
