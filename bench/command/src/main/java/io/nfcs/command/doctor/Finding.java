package io.nfcs.command.doctor;

/**
 * What a check came to.
 *
 * @param name of the check
 * @param isWell whether nothing need be done
 * @param found what was found
 * @param cost what it costs the loop, empty if nothing
 * @param mend how to mend it, empty if nothing is to be mended
 */
public record Finding(String name, boolean isWell, String found, String cost, String mend) {
  static Finding well(String name, String found) {
    return new Finding(name, true, found, "", "");
  }

  static Finding bad(String name, String found, String cost, String mend) {
    return new Finding(name, false, found, cost, mend);
  }
}
