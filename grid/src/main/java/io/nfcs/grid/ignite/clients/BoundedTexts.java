package io.nfcs.grid.ignite.clients;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.runtime.SqlFunctions;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.ignite.internal.processors.query.calcite.exec.exp.RexImpTable;

/**
 * SQL functions whose results are longer than their arguments, each with a limit. Ignite's engine
 * finds them in place of its own; the code that it compiles calls them by name.
 *
 * <p>The engine has one table of functions per JVM, so the last node that is prepared says what the
 * limit is. <b>Threads.</b> Any.
 */
public final class BoundedTexts {
  private static final Map<SqlOperator, String> NAMES =
      Map.of(
          SqlStdOperatorTable.CONCAT, "concat",
          SqlLibraryOperators.CONCAT_FUNCTION, "concatMulti",
          SqlStdOperatorTable.REPLACE, "replace",
          SqlStdOperatorTable.OVERLAY, "overlay",
          SqlLibraryOperators.REPEAT, "repeat",
          SqlLibraryOperators.SPACE, "space",
          SqlLibraryOperators.TO_BASE64, "toBase64");

  private static volatile int mostBytes = Integer.MAX_VALUE;

  private BoundedTexts() {}

  /** Registers these functions with the engine. */
  static void install(int bytes) {
    mostBytes = bytes;
    NAMES.forEach((operator, name) ->
        RexImpTable.INSTANCE.defineMethod(operator, method(name), NullPolicy.STRICT));
  }

  /**
   * Returns any method of a name: the engine takes its class and name, and chooses the overload for
   * its operands.
   */
  private static Method method(String name) {
    return Arrays.stream(BoundedTexts.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterTypes()[0] != ByteString.class)
        .findFirst()
        .orElseThrow();
  }

  private static void check(long bytes) {
    if (bytes > mostBytes) {
      throw QueryTooLarge.by("a value", bytes, mostBytes);
    }
  }

  /** Joins two texts. */
  public static String concat(String first, String second) {
    check((long) first.length() + second.length());
    return first.concat(second);
  }

  /** Joins two binary values. */
  public static ByteString concat(ByteString first, ByteString second) {
    check((long) first.length() + second.length());
    return first.concat(second);
  }

  /** Joins texts. */
  public static String concatMulti(String... texts) {
    check(Arrays.stream(texts).mapToLong(String::length).sum());
    return String.join("", texts);
  }

  /** Puts a text in place of each occurrence of another. */
  public static String replace(String text, String old, String fresh) {
    if (old.isEmpty() || fresh.length() <= old.length()) {
      return SqlFunctions.replace(text, old, fresh);
    }
    long length = text.length();
    for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length())) {
      length += fresh.length() - old.length();
    }
    check(length);
    return SqlFunctions.replace(text, old, fresh);
  }

  /** Puts a text over a part of another. */
  public static String overlay(String text, String over, int start) {
    check((long) text.length() + over.length());
    return SqlFunctions.overlay(text, over, start);
  }

  /** Puts a text in place of a part of another. */
  public static String overlay(String text, String over, int start, int length) {
    check(2L * text.length() + over.length());
    return SqlFunctions.overlay(text, over, start, length);
  }

  /** Puts bytes over a part of others. */
  public static ByteString overlay(ByteString bytes, ByteString over, int start) {
    check((long) bytes.length() + over.length());
    return SqlFunctions.overlay(bytes, over, start);
  }

  /** Puts bytes in place of a part of others. */
  public static ByteString overlay(ByteString bytes, ByteString over, int start, int length) {
    check(2L * bytes.length() + over.length());
    return SqlFunctions.overlay(bytes, over, start, length);
  }

  /** Repeats a text. */
  public static String repeat(String text, int times) {
    check((long) text.length() * Math.max(0, times));
    return SqlFunctions.repeat(text, times);
  }

  /** Returns a text of spaces. */
  public static String space(int length) {
    return repeat(" ", length);
  }

  /** Writes the bytes of a text in base 64. */
  public static String toBase64(String text) {
    check(2L * text.length());
    return SqlFunctions.toBase64(text);
  }

  /** Writes bytes in base 64. */
  public static String toBase64(ByteString bytes) {
    check(2L * bytes.length());
    return SqlFunctions.toBase64(bytes);
  }
}
