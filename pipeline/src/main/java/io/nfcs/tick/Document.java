package io.nfcs.tick;

import io.nfcs.memory.Digest;
import java.util.Set;

/**
 * A text that ticks refer to since it is too large for them: a file of {@link
 * StageContext#documents()}.
 *
 * <p>A tick has the number of the document as the value of the parameter {@code STAGE.KIND}. The
 * number is a part of the digest of the text, so a reader of the file can check that it is
 * unchanged. It has 52 bits since a parameter is a {@code double}, which holds whole numbers up to
 * 2<sup>53</sup> exactly. The digest is not cryptographic: it finds damage, not forgery.
 *
 * @param kind kind of the document
 * @param number 52 bits of the digest, as many as a parameter holds; 0 for no document
 */
public record Document(String kind, long number) {
  /** Kind of policy rules. */
  public static final String POLICIES = "policies";

  private static final Set<String> KINDS = Set.of(POLICIES);
  private static final long NUMBER_MASK = (1L << 52) - 1;

  /** Returns the document of a text. */
  public static Document of(String kind, String text) {
    return new Document(kind, digest(text) & NUMBER_MASK);
  }

  /** Returns whether the values of a parameter are numbers of documents. */
  public static boolean isReference(String parameter) {
    return KINDS.contains(kind(parameter));
  }

  /** Returns the document that a value of a parameter refers to. */
  public static Document referredTo(String parameter, double value) {
    return new Document(kind(parameter), (long) value);
  }

  /** Returns the digest of a text: equal texts have equal ones, on every machine. */
  public static long digest(String text) {
    long digest = text.length();
    for (int i = 0; i < text.length(); i++) {
      digest = Digest.mix(digest, text.charAt(i));
    }
    return digest;
  }

  /** Returns the name of its file. */
  public String fileName() {
    return "%s-%013x.yaml".formatted(kind, number);
  }

  private static String kind(String parameter) {
    return parameter.substring(parameter.lastIndexOf('.') + 1);
  }
}
