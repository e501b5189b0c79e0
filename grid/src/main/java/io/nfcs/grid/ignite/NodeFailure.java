package io.nfcs.grid.ignite;

import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.StopNodeFailureHandler;

/** A failure handler that stops a node which cannot continue, and reports the reason. */
final class NodeFailure extends StopNodeFailureHandler {
  private final Consumer<String> told;

  NodeFailure(Consumer<String> told) {
    this.told = told;
  }

  @Override
  public boolean handle(Ignite ignite, FailureContext failure) {
    told.accept(
        failure.error() == null ? failure.type().toString() : RootCause.of(failure.error()));
    return super.handle(ignite, failure);
  }
}
