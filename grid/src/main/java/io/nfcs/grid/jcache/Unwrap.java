package io.nfcs.grid.jcache;

/** Unwrapping in the sense of JCache: an object as one of its own types. */
final class Unwrap {
  private Unwrap() {}

  static <T> T as(Class<T> type, Object object) {
    if (!type.isInstance(object)) {
      throw new IllegalArgumentException(
          object.getClass().getName() + " is not a " + type.getName() + " and has none");
    }
    return type.cast(object);
  }
}
