package io.nfcs.grid.near;

/** Result of a put into the near tier. */
public enum PutResult {
  /** The entry is kept. */
  KEPT,
  /** A slab is shorter than the entry. */
  TOO_LONG,
  /** Leases hold the memory: each slab has an entry that is read. */
  NO_ROOM
}
