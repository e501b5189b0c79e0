package io.nfcs.constitution.cel;

import java.util.Optional;

/** The values of a condition's variables. */
@FunctionalInterface
public interface Variables {
  /**
   * Returns a {@link Boolean}, {@link Long}, {@link Double} or {@link String}; empty if the
   * variable has no value.
   */
  Optional<Object> find(String name);
}
