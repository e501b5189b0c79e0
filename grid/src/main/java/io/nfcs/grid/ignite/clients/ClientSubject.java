package io.nfcs.grid.ignite.clients;

import java.net.InetSocketAddress;
import java.util.UUID;
import org.apache.ignite.internal.processors.security.SecurityContext;
import org.apache.ignite.plugin.security.SecuritySubject;
import org.apache.ignite.plugin.security.SecuritySubjectType;
import org.jspecify.annotations.Nullable;

/**
 * A client that need not log in.
 *
 * @param address address of the client
 */
record ClientSubject(@Nullable InetSocketAddress address)
    implements SecurityContext, SecuritySubject {
  private static final long serialVersionUID = 1;

  /** Id of all such clients, which nothing distinguishes. */
  static final UUID ID =
      UUID.nameUUIDFromBytes("nfcs client".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

  @Override
  public SecuritySubject subject() {
    return this;
  }

  @Override
  public UUID id() {
    return ID;
  }

  @Override
  public SecuritySubjectType type() {
    return SecuritySubjectType.REMOTE_CLIENT;
  }

  @Override
  public Object login() {
    return "anybody";
  }
}
