package io.nfcs.tick;

import io.nfcs.memory.Digest;
import java.util.Set;

/**
 * A text that ticks refer to and that is too large to be in them: a file of {@link
 * StageContext#documents()}.
 *
 * <p>A tick has its number as the value of the parameter {@code STAGE.KIND}, and the number is part
 * of the digest of the text, so whoever finds the file can tell whether it is still what the tick
 * refers to.
 *
 * @param kind what it is
 * @param number 52 bits of the digest, for a parameter holds no more of them; 0 for no document
 */
public record Document(String kind, long number) {
  /** Rules to decide by. */
  public static final String POLICIES = "policies";

  private static final Set<String> KINDS = Set.of(POLICIES);
  private static final long NUMBER_MASK = (1L << 52) - 1;

  /** The document of a text. */
  public static Document of(String kind, String text) {
    return new Document(kind, digest(text) & NUMBER_MASK);
  }

  /** Whether the values of a parameter are numbers of documents. */
  public static boolean isReference(String parameter) {
    return KINDS.contains(kind(parameter));
  }

  /** The document that a parameter of this value refers to. */
  public static Document referredTo(String parameter, double value) {
    return new Document(kind(parameter), (long) value);
  }

  /** Digest of a text: equal texts have equal ones, on every machine. */
  public static long digest(String text) {
    long digest = text.length();
    for (int i = 0; i < text.length(); i++) {
      digest = Digest.mix(digest, text.charAt(i));
    }
    return digest;
  }

  /** Name of its file. */
  public String fileName() {
    return "%s-%013x.yaml".formatted(kind, number);
  }

  private static String kind(String parameter) {
    return parameter.substring(parameter.lastIndexOf('.') + 1);
  }
}
