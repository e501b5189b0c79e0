package io.nfcs.config;

/** A kind of plugins for tests. */
public interface PluginKind {
  /** Returns the name of the plugin. */
  String name();
}
