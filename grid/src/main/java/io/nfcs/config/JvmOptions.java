package io.nfcs.config;

/**
 * A program that prints the JVM flags of the library, for programs that embed it.
 *
 * <pre>
 * java -cp 'jars/*' io.nfcs.config.JvmOptions &gt; jvm.options
 * java @jvm.options -cp 'jars/*' org.example.Main
 * </pre>
 */
final class JvmOptions {
  private JvmOptions() {}

  /** Prints the flags; there are no arguments. */
  public static void main(String[] args) {
    System.out.print(Shipped.jvmOptions());
  }
}
