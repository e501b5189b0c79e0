package io.nfcs.grid;

import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.ignite.NodeSettings;
import org.jspecify.annotations.Nullable;

/**
 * User name and password of a thin client.
 *
 * @param user its name
 * @param password its password
 */
public record Login(String user, String password) {
  /**
   * Returns the first user of a grid, {@code null} if its configuration asks for none.
   *
   * @throws io.nfcs.config.ConfigException if the file of the password cannot be read
   */
  public static @Nullable Login of(NfcsConfig config) {
    String password = config.section("grid", NodeSettings.class).password();
    return password == null ? null : new Login(NodeSettings.FIRST_USER, password);
  }

  /** Returns a text without the password. */
  @Override
  public String toString() {
    return "Login[user=" + user + "]";
  }
}
