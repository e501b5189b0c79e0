package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.clients.Refusals;
import io.nfcs.tls.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.ignite.Ignition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at every node of the JVM")
@Tag("slow")
@Timeout(60)
class ClusterLockTest {
  @TempDir Path folder;

  @Test
  void shouldMakeASecretThatItsUserOnlyCanRead() throws IOException {
    Path file = folder.resolve("keys/cluster.p12");
    SharedSecret.at(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys"))));
    byte[] first = Files.readAllBytes(file);
    SharedSecret.at(file);
    assertEquals(List.of(), differences(first, Files.readAllBytes(file)));
  }

  @Test
  void shouldMakeOneSecretThoughManyBegin() throws Exception {
    Path file = folder.resolve("cluster.p12");
    Set<String> serials = ConcurrentHashMap.newKeySet();
    List<Thread> starts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      starts.add(
          Thread.ofPlatform()
              .name("start-" + i)
              .start(() -> {
                try {
                  serials.add(
                      SharedSecret.at(file).getCertificate("nfcs").getPublicKey().toString());
                } catch (Exception failure) {
                  serials.add(failure.toString());
                }
              }));
    }
    for (Thread start : starts) {
      start.join();
    }
    assertEquals(1, serials.size(), serials::toString);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void shouldRefuseASecretThatOthersCanRead() throws IOException {
    Path file = folder.resolve("cluster.p12");
    SharedSecret.at(file);
    for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      ConfigException refused =
          assertThrows(ConfigException.class, () -> SharedSecret.at(file), permissions);
      assertEquals(
          "cluster.secret_file: "
              + file
              + " can be used by others; expected a file with the permissions 0600",
          refused.getMessage());
    }
  }

  @Test
  void shouldRefuseASecretThatCannotBeRead() throws IOException {
    Path file = Files.writeString(folder.resolve("cluster.p12"), "no key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    ConfigException refused = assertThrows(ConfigException.class, () -> SharedSecret.at(file));
    assertTrue(refused.toString().contains("cluster.secret_file: " + file), refused::toString);
  }

  @Test
  void shouldLetThoseInWhoHaveTheSecret() throws Exception {
    Refusals refusals = new Refusals();
    SSLContext here = lock("own.p12", refusals);
    assertTrue(handshake(here, lock("own.p12", new Refusals())));
    assertEquals(0, refusals.counts().get("node"));
    assertFalse(handshake(here, lock("other.p12", new Refusals())));
    SSLContext stranger =
        trusting(SharedSecret.at(folder.resolve("other.p12")), SharedSecret.password());
    assertFalse(handshake(here, stranger));
    assertEquals(1, refusals.counts().get("node"));
  }

  /** Beyond loopback: another authority and its node have the same names. */
  @Test
  void shouldLetThoseInWhomTheAuthorityHasSigned() throws Exception {
    final Authority ours = Authority.make(folder.resolve("ours.p12"), "CN=authority");
    final Authority theirs = Authority.make(folder.resolve("theirs.p12"), "CN=authority");
    ours.sign(folder.resolve("one.p12"), "CN=one");
    ours.sign(folder.resolve("two.p12"), "CN=two");
    theirs.sign(folder.resolve("foreign.p12"), "CN=two");
    ours.sign(folder.resolve("old.p12"), "CN=two", "-startdate", "-3d", "-validity", "1");
    ours.sign(folder.resolve("early.p12"), "CN=two", "-startdate", "+1d", "-validity", "1");
    Authority.selfSigned(folder.resolve("self.p12"), "CN=two");
    Refusals refusals = new Refusals();
    SSLContext here = lock(tls("one.p12"), refusals);
    assertTrue(handshake(here, lock(tls("two.p12"), new Refusals())));
    assertEquals(0, refusals.counts().get("node"));
    long refused = 0;
    for (String file : List.of("foreign.p12", "old.p12", "early.p12", "self.p12")) {
      TlsSettings stranger = tls(file);
      assertFalse(handshake(here, trusting(stranger.store(), stranger.password())), file);
      assertEquals(++refused, refusals.counts().get("node"), file);
    }
  }

  @Test
  void shouldRefuseOtherAddressesWithoutTls() {
    for (String host : List.of("0.0.0.0", "192.0.2.1")) {
      ConfigException refused =
          assertThrows(
              ConfigException.class,
              () -> ClusterLock.of(settings(host, "x"), TlsSettings.NONE, new Refusals()));
      assertEquals(
          "cluster.host: "
              + host
              + " can be reached from other machines, which is allowed only with TLS"
              + " (tls.key_store); otherwise expected a loopback address such as 127.0.0.1",
          refused.getMessage());
    }
  }

  @Test
  void shouldTellNothingOfTheProcess() throws Exception {
    int port = Ports.free();
    NfcsConfig config =
        NfcsConfig.parse(
            "alone",
            "cluster: {port: %d, addresses: ['127.0.0.1:%d'], secret_file: '%s'}"
                .formatted(port, port, folder.resolve("own.p12")));
    NodeSettings settings =
        NfcsConfig.parse(
                "node", "grid: {thin_client_port: 0, offheap_bytes: 32MiB, disk_bytes: 64MiB}")
            .section("grid", NodeSettings.class);
    try (ClusterNode _ = ClusterNode.start(folder.resolve("cluster"), config);
        IgniteNode _ = IgniteNode.start(folder.resolve("node"), settings, TlsSettings.NONE)) {
      assertEquals(2, Ignition.allGrids().size());
      for (var node : Ignition.allGrids()) {
        Map<String, Object> attributes = node.cluster().localNode().attributes();
        Set<String> told = new HashSet<>(System.getenv().keySet());
        told.addAll(System.getProperties().stringPropertyNames());
        told.removeAll(Set.of("java.version", "java.vm.name", "os.arch", "os.name", "os.version"));
        told.retainAll(attributes.keySet());
        assertEquals(Set.of(), told);
        assertFalse(attributes.toString().contains("-Xmx"), attributes::toString);
      }
    }
  }

  private SSLContext lock(String file, Refusals refusals) {
    return ClusterLock.of(
        settings("127.0.0.1", folder.resolve(file).toString()), TlsSettings.NONE, refusals);
  }

  private static SSLContext lock(TlsSettings tls, Refusals refusals) {
    return ClusterLock.of(settings("0.0.0.0", "none"), tls, refusals);
  }

  private TlsSettings tls(String file) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), Authority.PASSWORD);
    return new TlsSettings(folder.resolve(file).toString(), password.toString());
  }

  /** Returns the context of a peer that trusts anyone. */
  private static SSLContext trusting(KeyStore store, char[] password) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    X509TrustManager anybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {anybody}, null);
    return context;
  }

  private static ClusterSettings settings(String host, String file) {
    return NfcsConfig.parse(
            "lock", "cluster: {host: '%s', secret_file: '%s'}".formatted(host, file))
        .section("cluster", ClusterSettings.class);
  }

  /** Returns whether a byte gets from one peer to the other. */
  private static boolean handshake(SSLContext server, SSLContext client) throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
      listening.setNeedClientAuth(true);
      Thread answers =
          Thread.ofPlatform()
              .name("answers")
              .start(() -> {
                try (var socket = listening.accept()) {
                  socket.getOutputStream().write(7);
                } catch (IOException refused) {
                  Thread.onSpinWait();
                }
              });
      try (SSLSocket socket =
          (SSLSocket)
              client.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
        return socket.getInputStream().read() == 7;
      } catch (IOException refused) {
        return false;
      } finally {
        answers.join();
      }
    }
  }

  private static List<Integer> differences(byte[] a, byte[] b) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      if (i >= a.length || i >= b.length || a[i] != b[i]) {
        places.add(i);
      }
    }
    return places;
  }
}
