package io.nfcs.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An authority that signs certificates, made by the JDK's keytool.
 *
 * @param keyStore file of its own certificate and key
 */
public record Authority(Path keyStore) {
  /** Password of all key stores that are made here. */
  public static final String PASSWORD = "opens the store";

  private static final String LEAF = "nfcs";
  private static final String ROOT = "authority";

  /** Makes an authority with a name of its own. */
  public static Authority make(Path keyStore, String name)
      throws IOException, InterruptedException {
    pair(keyStore, ROOT, name, "-ext", "bc:c");
    return new Authority(keyStore);
  }

  /** Makes a key with a certificate of localhost that it has signed itself. */
  public static void selfSigned(Path store, String name) throws IOException, InterruptedException {
    pair(store, LEAF, name, "-ext", "san=dns:localhost,ip:127.0.0.1");
  }

  /**
   * Makes a key with a certificate that this authority has signed, in a store that trusts it.
   *
   * @param more options of keytool, such as a time in which it holds
   */
  public void sign(Path store, String name, String... more)
      throws IOException, InterruptedException {
    String root = store + ".root";
    String wish = store + ".wish";
    String leaf = store + ".leaf";
    pair(store, LEAF, name);
    keytool(keyStore, "-exportcert", "-rfc", "-alias", ROOT, "-file", root);
    keytool(store, "-certreq", "-alias", LEAF, "-file", wish);
    List<String> signing = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", ROOT));
    signing.addAll(List.of("-infile", wish, "-outfile", leaf));
    signing.addAll(List.of(more));
    keytool(keyStore, signing.toArray(String[]::new));
    keytool(store, "-importcert", "-noprompt", "-alias", ROOT, "-file", root);
    keytool(store, "-importcert", "-noprompt", "-alias", LEAF, "-file", leaf);
  }

  private static void pair(Path store, String alias, String name, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    arguments.addAll(List.of("-keyalg", "EC", "-dname", name, "-validity", "2"));
    arguments.addAll(List.of(more));
    keytool(store, arguments.toArray(String[]::new));
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    // it runs for a second: what the second compiler gives comes too late
    command.add("-J-XX:TieredStopAtLevel=1");
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), command::toString);
  }
}
