package io.nfcs.grid.ignite.clients;

import io.nfcs.grid.ignite.clients.ClientSettings.Rights;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.internal.processors.cache.GridCacheUtils;

/**
 * The caches that clients may read and write. Requests name a cache by the number that Ignite makes
 * of its name.
 *
 * <p><b>Threads.</b> Any.
 */
final class ClientCaches {
  private final Rights rights;
  private final Set<String> published = ConcurrentHashMap.newKeySet();
  private final Set<Integer> publishedIds = ConcurrentHashMap.newKeySet();
  private final Set<String> own;
  private final Set<Integer> ownIds = ConcurrentHashMap.newKeySet();

  ClientCaches(ClientSettings settings) {
    rights = settings.rights();
    own = Set.copyOf(settings.caches());
    own.forEach(name -> ownIds.add(GridCacheUtils.cacheId(name)));
  }

  /** Lets clients read a cache, and write it if their rights say so. */
  void publish(String name) {
    published.add(name);
    publishedIds.add(GridCacheUtils.cacheId(name));
  }

  Rights rights() {
    return rights;
  }

  /** Returns the names of the caches that are for the clients' own use. */
  Set<String> own() {
    return own;
  }

  boolean isOwn(int id) {
    return ownIds.contains(id);
  }

  boolean isReadable(String name) {
    return own.contains(name) || published.contains(name);
  }

  boolean isReadable(int id) {
    return ownIds.contains(id) || publishedIds.contains(id);
  }

  boolean isWritable(String name) {
    return own.contains(name) || (rights != Rights.READ && published.contains(name));
  }

  boolean isWritable(int id) {
    return ownIds.contains(id) || (rights != Rights.READ && publishedIds.contains(id));
  }
}
