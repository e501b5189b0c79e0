package io.nfcs.grid.tier;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract over the tiers of this module. */
@ParameterizedClass
@ValueSource(
    strings = {
      "near",
      "offheap",
      "disk",
      "near, offheap",
      "near, disk",
      "offheap, disk",
      "near, offheap, disk"
    })
class TieredCacheTest extends TieredCacheContract {}
