package io.nfcs.constitution.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Upper limit of the work of a checked condition's evaluation, with a trial of its constant parts:
 * its patterns, and its parts without variables.
 *
 * <p>Work is counted in characters that are read or written and in instructions of patterns times
 * characters. A text variable has at most {@value #MAX_TEXT} characters.
 *
 * <p><b>Threads.</b> One.
 */
final class Work {
  /** Characters of the longest value of a text variable. */
  static final int MAX_TEXT = 128;

  /** Most work of one condition, some milliseconds. */
  static final long MAX_WORK = 200_000;

  private static final int MAX_LEVELS = 256;
  private static final long MOST = 1L << 40;

  /** Longest text of a number, a time or a type. */
  private static final int SHORT_TEXT = 64;

  private static final String MATCHES = "matches";

  /** Functions whose result is as small as a number for any argument. */
  private static final Set<String> SMALL =
      Set.of(
          "_<_",
          "_<=_",
          "_>_",
          "_>=_",
          "_==_",
          "_!=_",
          "_&&_",
          "_||_",
          "!_",
          "@in",
          "_in_",
          "in",
          "contains",
          "startsWith",
          "endsWith",
          "size",
          MATCHES,
          "int",
          "uint",
          "double",
          "bool",
          "timestamp",
          "duration");

  private final CelAbstractSyntaxTree tree;
  private final CelRuntime runtime;
  private final Patterns patterns;
  private long work;

  private Work(CelAbstractSyntaxTree tree, CelRuntime runtime, Patterns patterns) {
    this.tree = tree;
    this.runtime = runtime;
    this.patterns = patterns;
  }

  /**
   * Returns the work of a condition.
   *
   * @throws ConditionException with its place, if a pattern or another constant part is invalid, or
   *     the work is too much
   */
  static long of(CelAbstractSyntaxTree tree, CelRuntime runtime, Patterns patterns)
      throws ConditionException {
    Work found = new Work(tree, runtime, patterns);
    found.size(tree.getExpr(), 1);
    if (found.work > MAX_WORK) {
      throw found.wrong(
          tree.getExpr(), "takes " + found.work + " steps, expected at most " + MAX_WORK);
    }
    return found.work;
  }

  /** Adds the work of an expression; returns the largest size of its value. */
  private long size(CelExpr expression, int level) throws ConditionException {
    if (level > MAX_LEVELS) {
      throw wrong(expression, "more than " + MAX_LEVELS + " levels");
    }
    return switch (expression.getKind()) {
      case CONSTANT -> size(expression.constant());
      case IDENT ->
          tree.getType(expression.id()).filter(SimpleType.STRING::equals).isPresent()
              ? MAX_TEXT
              : 1;
      case CALL -> call(expression, level);
      case SELECT -> size(expression.select().operand(), level + 1);
      case LIST -> sum(expression.list().elements(), level);
      case MAP ->
          sum(
              expression.map().entries().stream()
                  .flatMap(entry -> Stream.of(entry.key(), entry.value()))
                  .toList(),
              level);
      default -> throw wrong(expression, "is not allowed in a condition");
    };
  }

  private long call(CelExpr expression, int level) throws ConditionException {
    CelExpr.CelCall call = expression.call();
    List<CelExpr> parts = Stream.concat(call.target().stream(), call.args().stream()).toList();
    long read = sum(parts, level);
    long steps = read;
    if (call.function().equals(MATCHES) && parts.size() == 2) {
      int instructions = pattern(parts.get(1));
      steps += product(read - size(parts.get(1).constant()), instructions);
    }
    work = Math.min(MOST, work + steps + 1);
    if (!parts.isEmpty() && parts.stream().allMatch(part -> part.getKind() == Kind.CONSTANT)) {
      evaluate(expression);
    }
    return SMALL.contains(call.function()) ? 1 : Math.min(MOST, read + SHORT_TEXT);
  }

  private long sum(List<CelExpr> parts, int level) throws ConditionException {
    long sum = 1;
    for (CelExpr part : parts) {
      sum = Math.min(MOST, sum + size(part, level + 1));
    }
    return sum;
  }

  private int pattern(CelExpr pattern) throws ConditionException {
    if (pattern.getKind() != Kind.CONSTANT
        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      throw wrong(pattern, "the pattern of matches is not a text in quotes");
    }
    try {
      return patterns.add(pattern.constant().stringValue());
    } catch (IllegalArgumentException refused) {
      throw wrong(pattern, String.valueOf(refused.getMessage()));
    } catch (StackOverflowError | OutOfMemoryError tooLarge) {
      throw wrong(pattern, "pattern that cannot be compiled: " + tooLarge);
    }
  }

  /** Evaluates a part without variables, which fails always or never. */
  private void evaluate(CelExpr constant) throws ConditionException {
    try {
      runtime
          .createProgram(
              CelAbstractSyntaxTree.newCheckedAst(
                  constant, tree.getSource(), tree.getReferenceMap(), tree.getTypeMap()))
          .eval();
    } catch (CelEvaluationException | RuntimeException wrong) {
      throw wrong(constant, "fails always: " + wrong.getMessage());
    }
  }

  private ConditionException wrong(CelExpr at, String message) {
    CelSourceLocation place =
        Optional.ofNullable(tree.getSource().getPositionsMap().get(at.id()))
            .flatMap(offset -> tree.getSource().getOffsetLocation(offset))
            .orElse(CelSourceLocation.of(1, 0));
    return new ConditionException(place.getLine(), place.getColumn(), message);
  }

  private static long size(CelConstant constant) {
    return switch (constant.getKind()) {
      case STRING_VALUE -> constant.stringValue().length() + 1L;
      case BYTES_VALUE -> constant.bytesValue().size() + 1L;
      default -> 1;
    };
  }

  private static long product(long a, long b) {
    return a != 0 && b > MOST / a ? MOST : a * b;
  }
}
