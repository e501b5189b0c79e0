package io.nfcs.command;

/**
 * Result of a check.
 *
 * @param name of the check
 * @param isWell whether there is nothing to do
 * @param found state that was found
 * @param cost cost to the loop, empty if none
 * @param fix instruction to fix it, empty if there is nothing to fix
 */
record Finding(String name, boolean isWell, String found, String cost, String fix) {
  static Finding well(String name, String found) {
    return new Finding(name, true, found, "", "");
  }

  static Finding bad(String name, String found, String cost, String fix) {
    return new Finding(name, false, found, cost, fix);
  }
}
