package io.nfcs.grid.near;

import io.nfcs.cache.Provenance;
import java.util.List;

/**
 * Origin data that leases of a cache report about their values.
 *
 * @param tiers names by number: near's, those below it downward, and the loader's
 * @param version identity of the codec of the keys
 * @param codec identity of the codec of the values
 */
public record Origins(List<String> tiers, String version, String codec) {
  /** Number of near. */
  public static final int NEAR = 0;

  /** Origins for leases that never leave their tier. */
  static final Origins NONE = new Origins(List.of("near"), "", "");

  Provenance of(int tier, long ageNanos) {
    return new Provenance(tiers.get(tier), ageNanos, version, codec);
  }
}
