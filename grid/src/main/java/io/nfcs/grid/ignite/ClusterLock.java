package io.nfcs.grid.ignite;

import io.nfcs.config.ConfigException;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.clients.Refusals;
import io.nfcs.grid.ignite.clients.Refusals.Kind;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Mutual authentication of the nodes of a cluster: TLS with certificates on both sides, before any
 * byte of a node is read. Beyond loopback they are those of section {@code tls}; on loopback one
 * certificate that all processes of a user share, in a file that only they can read.
 */
final class ClusterLock {
  private static final String HOST_KEY = "cluster.host";

  private ClusterLock() {}

  /**
   * Returns the context of all connections between nodes.
   *
   * @throws ConfigException if others could join, or a file cannot be used
   */
  static SSLContext of(ClusterSettings settings, TlsSettings tls, Refusals refusals) {
    if (TlsSettings.isLoopback(HOST_KEY, settings.host())) {
      return context(SharedSecret.at(secretFile(settings)), SharedSecret.password(), refusals);
    }
    if (tls.keyStore().isEmpty()) {
      throw new ConfigException(
          HOST_KEY
              + ": "
              + settings.host()
              + " can be reached from other machines, which is allowed only with TLS"
              + " (tls.key_store); otherwise expected a loopback address such as 127.0.0.1");
    }
    return context(tls.store(), tls.password(), refusals);
  }

  private static Path secretFile(ClusterSettings settings) {
    return settings.secretFile().isEmpty()
        ? Path.of(System.getProperty("user.home"), ".nfcs", "cluster.p12")
        : Path.of(settings.secretFile());
  }

  private static SSLContext context(KeyStore store, char[] password, Refusals refusals) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] own = keys.getKeyManagers();
      context.init(own, new TrustManager[] {new Counting(trust(store), refusals)}, null);
      return context;
    } catch (GeneralSecurityException failure) {
      throw new ConfigException(HOST_KEY + ": the key cannot be used for TLS: " + failure);
    }
  }

  private static X509ExtendedTrustManager trust(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    for (TrustManager manager : trust.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager known) {
        return known;
      }
    }
    throw new GeneralSecurityException("this JVM trusts no certificates of X.509");
  }

  /** A trust manager that counts the nodes it does not trust. */
  private static final class Counting extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private final Refusals refusals;

    Counting(X509ExtendedTrustManager judge, Refusals refusals) {
      this.judge = judge;
      this.refusals = refusals;
    }

    private interface Check {
      void run() throws CertificateException;
    }

    private void counted(Check check) throws CertificateException {
      try {
        check.run();
      } catch (CertificateException refused) {
        refusals.count(Kind.NODE);
        throw refused;
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      counted(() -> judge.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      counted(() -> judge.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      counted(() -> judge.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      counted(() -> judge.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      counted(() -> judge.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      counted(() -> judge.checkServerTrusted(chain, type));
    }

    /** Returns none: a stranger shows any certificate it has, and is counted. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
