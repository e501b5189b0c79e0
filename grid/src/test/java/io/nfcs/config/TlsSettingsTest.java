package io.nfcs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSettingsTest {
  @TempDir Path folder;

  private Path password;

  @BeforeEach
  void writePassword() throws Exception {
    password = Files.writeString(folder.resolve("password"), "a long password");
  }

  @Test
  void shouldAskForThePasswordOfAKeyStore() {
    assertMessage(
        "tls.password_file: is empty; expected a file with a secret, since tls.key_store is set",
        new TlsSettings("/nope.p12", ""));
    assertMessage(
        "tls.password_file: /nope cannot be read: it does not exist; expected a file with a"
            + " secret",
        new TlsSettings("/nope.p12", "/nope"));
  }

  @Test
  void shouldSayWhyAKeyStoreCannotBeOpened() throws Exception {
    assertMessage(
        "tls.key_store: /nope.p12 cannot be read: it does not exist",
        new TlsSettings("/nope.p12", password.toString()));
    Path garbage = Files.writeString(folder.resolve("garbage.p12"), "garbage");
    assertMessage(
        "tls.key_store: " + garbage + " cannot be read: it is not a key store of PKCS#12",
        new TlsSettings(garbage.toString(), password.toString()));
    Path locked = folder.resolve("locked.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var out = Files.newOutputStream(locked)) {
      store.store(out, "another".toCharArray());
    }
    assertMessage(
        "tls.key_store: " + locked + " cannot be opened with the password of tls.password_file",
        new TlsSettings(locked.toString(), password.toString()));
  }

  private static void assertMessage(String message, TlsSettings settings) {
    ConfigException refused = assertThrows(ConfigException.class, settings::context);
    assertEquals(message, refused.getMessage());
  }
}
