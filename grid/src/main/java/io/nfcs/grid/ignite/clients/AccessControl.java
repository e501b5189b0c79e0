package io.nfcs.grid.ignite.clients;

import io.nfcs.grid.ignite.clients.ClientSettings.Rights;
import io.nfcs.grid.ignite.clients.Refusals.Kind;
import java.util.UUID;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.IgniteNodeAttributes;
import org.apache.ignite.internal.processors.authentication.IgniteAuthenticationProcessor;
import org.apache.ignite.internal.processors.security.SecurityContext;
import org.apache.ignite.plugin.security.AuthenticationContext;
import org.apache.ignite.plugin.security.SecurityCredentials;
import org.apache.ignite.plugin.security.SecurityException;
import org.apache.ignite.plugin.security.SecurityPermission;
import org.apache.ignite.plugin.security.SecuritySubjectType;
import org.apache.ignite.spi.discovery.DiscoveryDataBag;
import org.jspecify.annotations.Nullable;

/**
 * The access control that Ignite asks before each operation. The node itself may do everything;
 * every client may do what the settings allow. Users and passwords, if any, are Ignite's own.
 *
 * <p><b>Threads.</b> Any.
 */
final class AccessControl extends IgniteAuthenticationProcessor {
  private final boolean hasUsers;
  private final ClientCaches caches;
  private final Refusals refusals;

  /**
   * Creates an access control that is not started.
   *
   * @param hasUsers whether clients must log in
   */
  AccessControl(
      GridKernalContext context, boolean hasUsers, ClientCaches caches, Refusals refusals) {
    super(context);
    this.hasUsers = hasUsers;
    this.caches = caches;
    this.refusals = refusals;
  }

  @Override
  public void start() throws IgniteCheckedException {
    super.start();
    // discovery requires some, although no code reads them
    ctx.addNodeAttribute(
        IgniteNodeAttributes.ATTR_SECURITY_CREDENTIALS, new SecurityCredentials("nfcs", ""));
  }

  @Override
  public SecurityContext authenticate(AuthenticationContext client) throws IgniteCheckedException {
    return hasUsers ? super.authenticate(client) : new ClientSubject(client.address());
  }

  @Override
  public @Nullable SecurityContext securityContext(UUID subject) {
    if (subject.equals(ClientSubject.ID)) {
      return new ClientSubject(null);
    }
    return hasUsers ? super.securityContext(subject) : null;
  }

  @Override
  public void authorize(
      @Nullable String name, SecurityPermission permission, SecurityContext context) {
    if (context.subject().type() == SecuritySubjectType.REMOTE_CLIENT
        && !isAllowed(name, permission)) {
      refusals.count(Kind.REQUEST);
      throw new SecurityException(
          permission
              + (name == null ? "" : " of " + name)
              + " is not allowed to clients (grid.clients.rights and grid.clients.caches)");
    }
  }

  private boolean isAllowed(@Nullable String name, SecurityPermission permission) {
    if (caches.rights() == Rights.ADMIN) {
      return true;
    }
    return switch (permission) {
      case CACHE_READ -> name != null && caches.isReadable(name);
      case CACHE_PUT, CACHE_REMOVE -> name != null && caches.isWritable(name);
      // Ignite itself then checks the user: the first user, or one that changes its own password
      case ADMIN_USER_ACCESS -> hasUsers;
      default -> false;
    };
  }

  /** Does nothing: Ignite's own tells other nodes the users, and this node has no others. */
  @Override
  public void collectGridNodeData(DiscoveryDataBag bag) {}
}
