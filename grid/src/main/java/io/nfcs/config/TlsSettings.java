package io.nfcs.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Section {@code tls}: the certificate of each server socket, by which clients identify it. */
public record TlsSettings(
    @Setting(
            doc =
                "File with certificate, key and certificates of trusted authorities"
                    + " (PKCS#12); empty for no encryption",
            value = "''")
        String keyStore,
    @Setting(doc = "File with the password of key_store", value = "''") String passwordFile) {
  /** No encryption. */
  public static final TlsSettings NONE = new TlsSettings("", "");

  private static final int LEAST_TOKEN = 16;

  /**
   * Returns the context that encrypts connections, {@code null} for none.
   *
   * @throws ConfigException if a file cannot be read or the password does not open the store
   */
  public @Nullable SSLContext context() {
    if (keyStore.isEmpty()) {
      return null;
    }
    KeyStore store = store();
    char[] password = password();
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw cannotBeOpened("cannot be opened as PKCS#12: " + e.getMessage());
    }
  }

  /**
   * Returns the file of certificate and key.
   *
   * @throws ConfigException if it cannot be read or the password does not open it
   */
  public KeyStore store() {
    char[] password = password();
    try (InputStream file = Files.newInputStream(Path.of(keyStore))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, password);
      return store;
    } catch (FileSystemException e) {
      throw cannotBeOpened("cannot be read: " + FileReason.of(Path.of(keyStore), e));
    } catch (IOException e) {
      throw cannotBeOpened(
          e.getCause() instanceof UnrecoverableKeyException
              ? "cannot be opened with the password of tls.password_file"
              : "cannot be read: it is not a key store of PKCS#12");
    } catch (GeneralSecurityException e) {
      throw cannotBeOpened("cannot be opened as PKCS#12: " + e.getMessage());
    }
  }

  /**
   * Returns the password of that file, in an array of the caller's own.
   *
   * @throws ConfigException if its own file cannot be read
   */
  public char[] password() {
    if (passwordFile.isEmpty()) {
      throw new ConfigException(
          "tls.password_file: is empty; expected a file with a secret, since tls.key_store is set");
    }
    return secret("tls.password_file", passwordFile).toCharArray();
  }

  private ConfigException cannotBeOpened(String why) {
    return new ConfigException("tls.key_store: " + keyStore + " " + why);
  }

  /**
   * Lets something listen: on loopback always, elsewhere with TLS and a secret of its clients only.
   *
   * @param hostKey key of the address {@code host}
   * @param secretKey key of the file with the secret, {@code secretFile}, empty for none
   * @throws ConfigException if it may not
   */
  public void check(String hostKey, String host, String secretKey, String secretFile) {
    if (!isLoopback(hostKey, host) && (keyStore.isEmpty() || secretFile.isEmpty())) {
      throw new ConfigException(
          hostKey
              + ": "
              + host
              + " can be reached from other machines, which is allowed only with TLS"
              + " (tls.key_store) and "
              + secretKey
              + "; otherwise expected a loopback address such as 127.0.0.1");
    }
  }

  /**
   * Returns whether an address can be reached from this machine only.
   *
   * @param hostKey key of the address {@code host}
   * @throws ConfigException if it is not an address
   */
  public static boolean isLoopback(String hostKey, String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigException(
          hostKey
              + ": "
              + host
              + " is not an address of this machine; expected an address such as 127.0.0.1");
    }
  }

  /**
   * Returns the content of a file that holds a token which clients must know.
   *
   * @param key that names it
   * @throws ConfigException if it cannot be read or is easily guessed
   */
  public static String token(String key, String file) {
    String text = secret(key, file);
    if (text.length() < LEAST_TOKEN) {
      throw new ConfigException(
          key + ": " + file + " has less than 16 characters; expected 16 or more");
    }
    return text;
  }

  /**
   * Returns the content of a file that holds a secret.
   *
   * @param key that names it
   * @throws ConfigException if it cannot be read or is empty
   */
  private static String secret(String key, String file) {
    try {
      String text = Files.readString(Path.of(file)).strip();
      if (text.isEmpty()) {
        throw new ConfigException(key + ": " + file + " is empty; expected a file with a secret");
      }
      return text;
    } catch (IOException e) {
      throw new ConfigException(
          key
              + ": "
              + file
              + " cannot be read: "
              + FileReason.of(Path.of(file), e)
              + "; expected a file with a secret");
    }
  }
}
