package io.nfcs.grid.ignite;

import io.nfcs.config.ConfigException;
import io.nfcs.config.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumSet;
import java.util.Set;

/**
 * A key with a certificate of its own, in a file (PKCS#12) that one user can read. The first
 * process makes the file; the others find it complete.
 */
final class SharedSecret {
  private static final String KEY = "cluster.secret_file";
  private static final Set<PosixFilePermission> OWN =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final String OF_USER = "unix:uid";
  private static final Path SELF = Path.of("/proc/self");

  private SharedSecret() {}

  /** Returns the password of the file; its permissions, not the password, keep others out. */
  static char[] password() {
    return "nfcs-cluster".toCharArray();
  }

  /**
   * Returns the secret of a file, made if it is missing.
   *
   * @throws ConfigException if others could have read or made it, or it cannot be had
   */
  static KeyStore at(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      checkOwn(file);
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream bytes = Files.newInputStream(RegularFile.of(file))) {
        store.load(bytes, password());
      }
      return store;
    } catch (IOException | GeneralSecurityException failure) {
      throw new ConfigException(
          KEY
              + ": "
              + file
              + " cannot be read or made ("
              + failure
              + "); expected a path in a folder of this user");
    }
  }

  private static void make(Path file) throws IOException, GeneralSecurityException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.resolveSibling(""));
      try {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException otherProcess) {
        // another process has made the folder
      }
    }
    // only its user can read a file for a time
    Path fresh = Files.createTempFile(folder, "secret", ".tmp");
    try {
      try (OutputStream bytes = Files.newOutputStream(fresh)) {
        fresh().store(bytes, password());
      }
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException otherProcess) {
      // the file of the other process is used
    } finally {
      Files.delete(fresh);
    }
  }

  private static KeyStore fresh() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
    KeyPair pair = generator.generateKeyPair();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password());
    store.setKeyEntry(
        "nfcs",
        pair.getPrivate(),
        password(),
        new Certificate[] {SelfSigned.certificate(pair, "nfcs cluster")});
    return store;
  }

  private static void checkOwn(Path file) throws IOException {
    Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    others.removeAll(OWN);
    if (!others.isEmpty()) {
      throw new ConfigException(
          KEY + ": " + file + " can be used by others; expected a file with the permissions 0600");
    }
    if (Files.exists(SELF)
        && !Files.getAttribute(file, OF_USER).equals(Files.getAttribute(SELF, OF_USER))) {
      throw new ConfigException(
          KEY + ": " + file + " belongs to another user; expected a file of this user");
    }
  }
}
