package io.nfcs.grid.ignite;

import io.nfcs.config.Setting;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.clients.ClientAccess;
import io.nfcs.grid.ignite.clients.ClientSettings;
import org.jspecify.annotations.Nullable;

/** Section {@code grid}: the embedded node. */
public record NodeSettings(
    @Setting(
            doc = "Size of the region offheap, which a restart empties",
            unit = "bytes",
            value = "64MiB",
            min = 16 << 20,
            max = 1L << 50)
        long offheapBytes,
    @Setting(
            doc = "Memory of the region disk, whose content is kept on disk whatever its size",
            unit = "bytes",
            value = "256MiB",
            min = 64 << 20,
            max = 1L << 50)
        long diskBytes,
    @Setting(
            doc = "Port of the thin-client endpoint, 0 for none",
            value = "10800",
            min = 0,
            max = 65535)
        int thinClientPort,
    @Setting(
            doc =
                "Address of the thin-client endpoint; any other than a loopback one demands"
                    + " TLS (section tls) and a password",
            value = "127.0.0.1")
        String thinClientHost,
    @Setting(
            doc =
                "File with the password of the user ignite, who may create others by SQL; empty for"
                    + " no authentication",
            value = "''")
        String passwordFile,
    @Setting(
            doc =
                "How a write reaches the disk: log-only (survives the process), fsync (survives the"
                    + " machine too) or background (may lose the last writes)",
            value = "log-only")
        Wal walMode,
    @Setting(
            doc = "Time between checkpoints",
            unit = "ms",
            value = "60000",
            min = 1000,
            max = 3_600_000)
        long checkpointMillis,
    @Setting(
            doc = "Longest time a graceful stop may take",
            unit = "ms",
            value = "20000",
            min = 100,
            max = 600_000)
        long stopMillis,
    @Setting(
            doc =
                "Longest wait for an answer of the node; a later one counts as a failure, and"
                    + " until the node answers again no caller waits",
            unit = "ms",
            value = "5000",
            min = 100,
            max = 600_000)
        long operationMillis,
    @Setting(doc = "Rights and limits of thin clients", value = "") ClientSettings clients) {
  /** The user, and password, that each new data folder has by Ignite. */
  public static final String FIRST_USER = ClientAccess.FIRST_USER;

  static final String PASSWORD_KEY = "grid.password_file";

  /**
   * Returns the password of the first user, {@code null} where there is no authentication.
   *
   * @throws io.nfcs.config.ConfigException if its file cannot be read
   */
  public @Nullable String password() {
    return passwordFile.isEmpty() ? null : TlsSettings.token(PASSWORD_KEY, passwordFile);
  }

  /** Ways in which a write to the region disk reaches the disk. */
  public enum Wal {
    /** Written to the log before it counts; the system writes the log to disk when it likes. */
    LOG_ONLY,
    /** Written and synced before it counts. */
    FSYNC,
    /** Written soon. */
    BACKGROUND
  }
}
