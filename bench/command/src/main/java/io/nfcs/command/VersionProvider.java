package io.nfcs.command;

import io.nfcs.pipeline.Nfcs;
import picocli.CommandLine.IVersionProvider;

/** Provider of the version in the header of every run. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"nfcs " + Nfcs.codeVersion()};
  }
}
