package io.nfcs.grid.ignite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * Certificates without an end that are signed by their own key. The JDK makes them only by its tool
 * {@code keytool}, which a runtime need not have.
 *
 * <p>Layout: X.509 version 1 in DER: {@code SEQUENCE {SEQUENCE {serial, algorithm, issuer, times,
 * subject, key}, algorithm, signature}}.
 */
final class SelfSigned {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OBJECT_ID = 0x06;
  private static final int UTF8 = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;

  private static final int SHORT_LENGTH = 0x80;
  private static final int BITS = 8;

  /** 1.2.840.10045.4.3.2. */
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };

  /** 2.5.4.3. */
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

  private SelfSigned() {}

  /** Returns a certificate of an elliptic key, signed by it. */
  static X509Certificate certificate(KeyPair pair, String name) throws GeneralSecurityException {
    byte[] algorithm = der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256));
    byte[] who =
        der(
            SEQUENCE,
            der(
                SET,
                der(
                    SEQUENCE,
                    der(OBJECT_ID, COMMON_NAME),
                    der(UTF8, name.getBytes(StandardCharsets.UTF_8)))));
    byte[] times =
        der(SEQUENCE, der(UTC_TIME, ascii("200101000000Z")), der(TIME, ascii("99991231235959Z")));
    byte[] content =
        der(
            SEQUENCE,
            der(INTEGER, new byte[] {1}),
            algorithm,
            who,
            times,
            who,
            pair.getPublic().getEncoded());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(content);
    byte[] noUnusedBits = {0};
    byte[] certificate =
        der(SEQUENCE, content, algorithm, der(BIT_STRING, noUnusedBits, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    if (length < SHORT_LENGTH) {
      bytes.write(length);
    } else {
      int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + BITS - 1) / BITS;
      bytes.write(SHORT_LENGTH | octets);
      for (int i = octets - 1; i >= 0; i--) {
        bytes.write(length >>> (BITS * i));
      }
    }
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
