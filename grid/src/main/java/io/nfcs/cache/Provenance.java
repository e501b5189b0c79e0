package io.nfcs.cache;

/**
 * Origin of the value that a lease holds.
 *
 * @param tier the tier that answered the look-up, or {@link #LOADER}; an entry found below near is
 *     copied to near, so that near answers the next look-up
 * @param ageNanos time since the value was asked for, by a load or a put of any process
 * @param version identity of the codec of the keys; that of a {@link Memo} has the version of the
 *     function
 * @param codec identity of the codec that wrote the value
 */
public record Provenance(String tier, long ageNanos, String version, String codec) {
  /** No tier had the value. */
  public static final String LOADER = "loader";
}
