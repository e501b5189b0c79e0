package io.nfcs.grid.ignite.clients;

import java.io.Serializable;
import java.util.UUID;
import org.apache.calcite.tools.FrameworkConfig;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.security.GridSecurityProcessor;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.jspecify.annotations.Nullable;

/** The plugin that installs the access checks in Ignite. */
final class AccessPlugin implements PluginProvider<PluginConfiguration> {
  private static final IgnitePlugin NOTHING = new IgnitePlugin() {};

  private final boolean hasUsers;
  private final ClientCaches caches;
  private final int textBytes;
  private final Refusals refusals;

  AccessPlugin(boolean hasUsers, ClientCaches caches, int textBytes, Refusals refusals) {
    this.hasUsers = hasUsers;
    this.caches = caches;
    this.textBytes = textBytes;
    this.refusals = refusals;
  }

  @Override
  public <T> @Nullable T createComponent(PluginContext plugin, Class<T> type) {
    GridKernalContext context = ((IgniteEx) plugin.grid()).context();
    if (type == GridSecurityProcessor.class) {
      return type.cast(new AccessControl(context, hasUsers, caches, refusals));
    }
    if (type == FrameworkConfig.class) {
      // called when the engine already listens, so that this listener comes after it
      context
          .internalSubscriptionProcessor()
          .registerSchemaChangeListener(new SystemViews(context));
      return type.cast(Statements.asking(context, textBytes));
    }
    return null;
  }

  @Override
  public String name() {
    return "nfcs-access";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String copyright() {
    return "";
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Ignite declares it
  public <T extends IgnitePlugin> T plugin() {
    return (T) NOTHING;
  }

  @Override
  public void initExtensions(PluginContext plugin, ExtensionRegistry registry) {}

  @Override
  @SuppressWarnings({"NullAway", "rawtypes"}) // as Ignite declares it; its own have none either
  public CachePluginProvider<?> createCacheProvider(CachePluginContext cache) {
    return null;
  }

  @Override
  public void start(PluginContext plugin) {}

  @Override
  public void stop(boolean cancel) {}

  @Override
  public void onIgniteStart() {}

  @Override
  public void onIgniteStop(boolean cancel) {}

  @Override
  public @Nullable Serializable provideDiscoveryData(UUID node) {
    return null;
  }

  @Override
  public void receiveDiscoveryData(UUID node, Serializable data) {}

  @Override
  @SuppressWarnings("deprecation") // Ignite declares it without a body
  public void validateNewNode(ClusterNode node) {}
}
