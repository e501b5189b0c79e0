package io.nfcs.bench.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.config.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * A certificate of this host, made by the JDK's keytool and signed by itself.
 *
 * @param keyStore file of certificate and key
 * @param passwordFile file of its password
 */
public record Certificate(Path keyStore, Path passwordFile) {
  private static final String PASSWORD = "opens the store";

  /** Makes one in a folder. */
  public static Certificate make(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("nfcs.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "nfcs",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertEquals(0, keytool.waitFor());
    return new Certificate(store, Files.writeString(folder.resolve("store-password"), PASSWORD));
  }

  /** Of a client that trusts this certificate, and no other. */
  SSLContext trusting() {
    return Objects.requireNonNull(
        new TlsSettings(keyStore.toString(), passwordFile.toString()).context());
  }
}
