package io.nfcs.command;

import io.nfcs.pipeline.Nfcs;
import picocli.CommandLine.IVersionProvider;

/** Prints the version that also stands in the header of every run. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"nfcs " + Nfcs.codeVersion()};
  }
}
