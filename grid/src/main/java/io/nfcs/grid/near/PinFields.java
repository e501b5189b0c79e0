package io.nfcs.grid.near;

/** Padding that keeps other fields off the cache lines of a pin. */
@SuppressWarnings("unused")
abstract class PinPadding {
  long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15, p16;
}

/** Fields that the only writer of a pin writes, with nothing else on their cache lines. */
abstract class PinFields extends PinPadding {
  /** The cell of the entry that is pinned, or 0. */
  long cell;

  long lookups;
  long hits;
  long misses;
}
