package io.nfcs.command;

import io.nfcs.config.NfcsConfig;
import io.nfcs.monitor.Monitor;
import io.nfcs.pipeline.Nfcs;

/** First lines of a run: the addresses to look at, and how to end the run. */
final class FirstLines {
  private FirstLines() {}

  static String of(Nfcs nfcs) {
    TextTable lines = new TextTable();
    NfcsConfig config = NfcsConfig.parse("run", nfcs.header().config());
    Monitor.page(config).ifPresent(page -> lines.row("page", page));
    int port = nfcs.grid().thinClientPort();
    if (port != 0) {
      lines.row("thin clients", "port " + port);
    }
    return lines
        .row("data", nfcs.grid().dataDir().toString())
        .row("stop", "Ctrl-C, then the summary follows")
        .toString();
  }
}
