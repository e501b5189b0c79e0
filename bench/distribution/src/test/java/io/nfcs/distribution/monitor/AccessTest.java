package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.config.StartException;
import io.nfcs.lab.FreePort;
import io.nfcs.lab.load.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientAuthenticationException;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.client.SslMode;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Rights to reach the endpoint, by address and credentials. */
@Timeout(120)
class AccessTest {
  private static final String TOKEN = "correct-horse-battery-staple";

  @TempDir private Path folder;

  @Test
  void shouldAnswerWhoCarriesTheTokenOnly() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    try (MonitoredRun run =
        MonitoredRun.start(folder.resolve("data"), Map.of("monitor.token_file", file.toString()))) {
      assertEquals(401, run.get("/metrics").statusCode());
      assertEquals(401, status(run, "Authorization", "Bearer wrong"));
      assertEquals(401, status(run, "Authorization", "Bearer "));
      assertEquals(401, status(run, "Authorization", TOKEN));
      assertEquals(200, status(run, "Authorization", "Bearer " + TOKEN));
      assertEquals(200, status(run, "Cookie", "a=b; nfcs-token=" + TOKEN));
      assertEquals(401, run.get("/?token=wrong").statusCode());
      HttpResponse<String> login = run.get("/?token=" + TOKEN);
      assertEquals(303, login.statusCode());
      String cookie = login.headers().firstValue("Set-Cookie").orElse("");
      assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
      assertFalse(cookie.contains("Secure"), cookie);
      assertEquals(200, status(run, "Cookie", cookie.substring(0, cookie.indexOf(';'))));
    }
  }

  @Test
  void shouldRefuseOtherAddressesWithoutTlsAndToken() {
    String message = refused(Map.of("monitor.host", "0.0.0.0"));
    assertTrue(message.contains("monitor.host: 0.0.0.0"), message);
    assertTrue(message.contains("tls.key_store") && message.contains("token_file"), message);
  }

  @Test
  void shouldServeOtherMachinesByTlsAndSecretsOnly() throws Exception {
    Certificate certificate = Certificate.make(folder);
    Path secret = Files.writeString(folder.resolve("secret"), TOKEN);
    int thin = FreePort.find();
    try (MonitoredRun run =
            MonitoredRun.start(
                folder.resolve("data"),
                Map.of(
                    "monitor.host", "0.0.0.0",
                    "monitor.token_file", secret.toString(),
                    "grid.thin_client_host", "0.0.0.0",
                    "grid.thin_client_port", Integer.toString(thin),
                    "grid.password_file", secret.toString(),
                    "tls.key_store", certificate.keyStore().toString(),
                    "tls.password_file", certificate.passwordFile().toString()));
        HttpClient https = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
        IgniteClient client = Ignition.startClient(thinClient(thin, certificate, TOKEN))) {
      URI metrics = URI.create("https://localhost:" + run.port() + "/metrics");
      HttpRequest.Builder request = HttpRequest.newBuilder(metrics);
      assertEquals(401, https.send(request.build(), BodyHandlers.discarding()).statusCode());
      request.header("Authorization", "Bearer " + TOKEN);
      assertEquals(200, https.send(request.build(), BodyHandlers.discarding()).statusCode());
      assertThrows(IOException.class, () -> run.get("/metrics"));
      HttpRequest login =
          HttpRequest.newBuilder(URI.create("https://localhost:" + run.port() + "/?token=" + TOKEN))
              .build();
      String cookie =
          https
              .send(login, BodyHandlers.discarding())
              .headers()
              .firstValue("Set-Cookie")
              .orElse("");
      assertTrue(cookie.endsWith("; Secure"), cookie);
      assertAnsweredAmongStrangers(run, https, request.build());
      assertShakesHandsOnce(run, certificate);

      assertEquals(
          1, client.query(new SqlFieldsQuery("SELECT COUNT(*) FROM TICK")).getAll().size());
      assertThrows(
          ClientAuthenticationException.class,
          () -> Ignition.startClient(thinClient(thin, certificate, "ignite")).close());
      ClientConfiguration plain =
          thinClient(thin, certificate, TOKEN).setSslMode(SslMode.DISABLED).setTimeout(2000);
      assertThrows(ClientException.class, () -> Ignition.startClient(plain).close());
    }
  }

  /** Connections without a handshake, and with half of one. */
  private static void assertAnsweredAmongStrangers(
      MonitoredRun run, HttpClient https, HttpRequest request) throws Exception {
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 512; i++) {
        strangers.add(RawClient.stay(run.port(), i % 2 == 0 ? "" : "\u0016\u0003\u0001\u0002"));
      }
      assertEquals(200, https.send(request, BodyHandlers.discarding()).statusCode());
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  /** TLS 1.2 lets a client ask for another handshake whenever it likes. */
  private static void assertShakesHandsOnce(MonitoredRun run, Certificate certificate)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            certificate.trusting().getSocketFactory().createSocket("localhost", run.port())) {
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      socket.startHandshake();
      assertEquals(-1, socket.getInputStream().read());
    } catch (SSLException | SocketException ended) {
      assertFalse(ended.toString().contains("timed out"), ended::toString);
    }
  }

  private static ClientConfiguration thinClient(
      int port, Certificate certificate, String password) {
    return new ClientConfiguration()
        .setAddresses("localhost:" + port)
        .setSslMode(SslMode.REQUIRED)
        .setSslContextFactory(certificate::trusting)
        .setUserName("ignite")
        .setUserPassword(password);
  }

  @Test
  void shouldRefuseATokenThatIsEasilyGuessed() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "short");
    String message = refused(Map.of("monitor.token_file", file.toString()));
    assertTrue(message.contains("16 or more"), message);
    message = refused(Map.of("monitor.token_file", folder.resolve("none").toString()));
    assertTrue(message.contains("cannot be read: it does not exist"), message);
  }

  @Test
  void shouldNameThePortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      StartException refused =
          assertThrows(
              StartException.class,
              () -> MonitoredRun.start(folder.resolve("data"), Map.of("monitor.port", port)));
      assertTrue(
          refused.toString().contains("monitor.port: " + port + " on 127.0.0.1 is in use"),
          refused::toString);
    }
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void shouldListenOnLoopbackOnly() throws Exception {
    int thin = FreePort.find();
    try (MonitoredRun run =
        MonitoredRun.start(
            folder.resolve("data"), Map.of("grid.thin_client_port", Integer.toString(thin)))) {
      Map<Integer, String> listening = listening();
      assertTrue(listening.containsKey(run.port()), listening::toString);
      assertTrue(listening.containsKey(thin), listening::toString);
      assertEquals(Set.of("0100007F"), new HashSet<>(listening.values()), listening::toString);
    }
  }

  private String refused(Map<String, String> settings) {
    ConfigException refused =
        assertThrows(
            ConfigException.class, () -> MonitoredRun.start(folder.resolve("data"), settings));
    return refused.toString();
  }

  private static int status(MonitoredRun run, String header, String value) throws Exception {
    return run.send(HttpRequest.newBuilder(run.uri("/metrics")).header(header, value).build())
        .statusCode();
  }

  /**
   * Returns the sockets on which this process listens: port and address as the kernel writes it.
   */
  private static Map<Integer, String> listening() throws IOException {
    Set<String> own = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)) {
          own.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    Map<Integer, String> listening = new HashMap<>();
    for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split("\\s+", -1);
        boolean isListening = columns[3].equals("0A");
        if (isListening && own.contains("socket:[" + columns[9] + "]")) {
          String[] address = columns[1].split(":", -1);
          listening.put(Integer.parseInt(address[1], 16), address[0].toUpperCase(Locale.ROOT));
        }
      }
    }
    assertFalse(listening.isEmpty());
    return listening;
  }
}
