package io.nfcs.lab.load;

import io.nfcs.config.TlsSettings;
import io.nfcs.tls.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * A certificate of this host, made by the JDK's keytool.
 *
 * @param keyStore file of certificate and key
 * @param passwordFile file of its password
 */
public record Certificate(Path keyStore, Path passwordFile) {
  private static final String HOST = "CN=localhost";

  /** Makes a self-signed certificate in a folder. */
  public static Certificate make(Path folder) throws IOException, InterruptedException {
    return make(folder, HOST);
  }

  /** Makes a self-signed certificate of a name in a folder. */
  public static Certificate make(Path folder, String name)
      throws IOException, InterruptedException {
    Path store = folder.resolve("nfcs.p12");
    Authority.selfSigned(store, name);
    return with(folder, store);
  }

  /** Makes an authority and a certificate signed by it in a folder. */
  public static Certificate makeByAuthority(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("nfcs.p12");
    Authority.make(folder.resolve("authority.p12"), "CN=another authority").sign(store, HOST);
    return with(folder, store);
  }

  private static Certificate with(Path folder, Path store) throws IOException {
    Path password = Files.writeString(folder.resolve("store-password"), Authority.PASSWORD);
    return new Certificate(store, password);
  }

  /** Returns the context of a client that trusts this certificate, and no other. */
  public SSLContext trusting() {
    return Objects.requireNonNull(
        new TlsSettings(keyStore.toString(), passwordFile.toString()).context());
  }
}
