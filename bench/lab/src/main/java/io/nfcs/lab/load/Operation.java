package io.nfcs.lab.load;

import java.util.Locale;

/** Operation of a user. */
public enum Operation {
  /** Reads a value of the cache, which loads it if it has to. */
  CACHE_READ,
  /** Writes a value of the cache. */
  CACHE_WRITE,
  /** Asks for a solution of the field's equation, which is kept. */
  SOLVE,
  /** Looks for a result by meaning, and stores one if there is none. */
  SEMANTIC,
  /** Has an action judged by the policies. */
  POLICY,
  /** Reads a tick's row by SQL, over the wire. */
  QUERY;

  /** Returns the name, as in the mix of a scenario. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
