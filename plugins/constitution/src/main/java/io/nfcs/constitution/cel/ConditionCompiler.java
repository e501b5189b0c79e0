package io.nfcs.constitution.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collection;

/**
 * Compiles conditions over declared variables.
 *
 * <p>No condition can make its evaluation endless: there are no macros that loop, and a text has at
 * most {@value #MAX_CHARS} characters and {@value #MAX_DEPTH} levels.
 *
 * <p><b>Threads.</b> One at a time.
 */
public final class ConditionCompiler {
  /** Longest condition. */
  public static final int MAX_CHARS = 4096;

  /** Deepest condition. */
  public static final int MAX_DEPTH = 32;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_CHARS)
          .maxParseRecursionDepth(MAX_DEPTH)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private final CelCompiler compiler;
  private final CelRuntime runtime;

  /** A compiler for conditions over variables of four types. */
  public ConditionCompiler(
      Collection<String> bools,
      Collection<String> ints,
      Collection<String> doubles,
      Collection<String> strings) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setResultType(SimpleType.BOOL);
    declare(builder, bools, SimpleType.BOOL);
    declare(builder, ints, SimpleType.INT);
    declare(builder, doubles, SimpleType.DOUBLE);
    declare(builder, strings, SimpleType.STRING);
    compiler = builder.build();
    runtime = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
  }

  /** Compiles a condition, which is true or false. */
  public Condition compile(String text) throws ConditionException {
    if (text.length() > MAX_CHARS) {
      throw new ConditionException(
          1, 0, "condition of " + text.length() + " characters, allowed " + MAX_CHARS);
    }
    try {
      CelAbstractSyntaxTree tree = compiler.compile(text).getAst();
      Reading reading = new Reading(tree.getExpr());
      return new Condition(runtime.createProgram(tree), reading.cuts(), reading.read());
    } catch (CelValidationException refused) {
      CelIssue first = refused.getErrors().getFirst();
      throw new ConditionException(
          Math.max(1, first.getSourceLocation().getLine()),
          Math.max(0, first.getSourceLocation().getColumn()),
          first.getMessage());
    } catch (CelEvaluationException e) {
      throw new ConditionException(1, 0, String.valueOf(e.getMessage()));
    }
  }

  private static void declare(CelCompilerBuilder builder, Collection<String> names, CelType type) {
    names.forEach(name -> builder.addVar(name, type));
  }
}
