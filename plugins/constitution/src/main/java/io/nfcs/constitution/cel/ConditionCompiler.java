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
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.Collection;

/**
 * A compiler of conditions over declared variables.
 *
 * <p>No condition can make its evaluation long: there are no macros that loop, a text has at most
 * {@value #MAX_CHARS} characters and {@value #MAX_DEPTH} levels, and the most work of its
 * evaluation is known at compilation and limited, for each condition and for all of one compiler.
 * Patterns are compiled here, once; a pattern that is not a text in quotes is refused.
 *
 * <p><b>Threads.</b> One at a time.
 */
public final class ConditionCompiler {
  /** Characters of the longest condition. */
  public static final int MAX_CHARS = 4096;

  /** Levels of the deepest condition. */
  public static final int MAX_DEPTH = 32;

  /** Characters of the longest value of a text variable. */
  public static final int MAX_TEXT = Work.MAX_TEXT;

  /** Most work of all conditions, some tens of milliseconds. */
  private static final long MAX_WORK_OF_ALL = 2_000_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_CHARS)
          .maxParseRecursionDepth(MAX_DEPTH)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final Patterns patterns = new Patterns();
  private long spent;

  /** Creates a compiler for conditions over variables of four types. */
  @SuppressWarnings("Immutable") // patterns are only added, before their use
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
    runtime =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardFunctions(
                CelStandardFunctions.newBuilder()
                    .excludeFunctions(StandardFunction.MATCHES)
                    .build())
            .addFunctionBindings(
                CelFunctionBinding.fromOverloads(
                    "matches",
                    CelFunctionBinding.from(
                        "matches", String.class, String.class, patterns::matches),
                    CelFunctionBinding.from(
                        "matches_string", String.class, String.class, patterns::matches)))
            .build();
  }

  /**
   * Compiles a condition, which is true or false.
   *
   * @throws ConditionException with the place of the error: if it is malformed, of another type,
   *     uses an undeclared variable, or would take too much work, by itself or with those compiled
   *     before
   */
  public Condition compile(String text) throws ConditionException {
    if (text.length() > MAX_CHARS) {
      throw new ConditionException(
          1, 0, "condition of " + text.length() + " characters, allowed " + MAX_CHARS);
    }
    try {
      CelAbstractSyntaxTree tree = compiler.compile(text).getAst();
      spend(Work.of(tree, runtime, patterns));
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
    } catch (StackOverflowError | OutOfMemoryError tooLarge) {
      throw new ConditionException(1, 0, "cannot be compiled: " + tooLarge);
    }
  }

  private void spend(long work) throws ConditionException {
    spent += work;
    if (spent > MAX_WORK_OF_ALL) {
      throw new ConditionException(
          1,
          0,
          "with those before it takes " + spent + " steps, expected at most " + MAX_WORK_OF_ALL);
    }
  }

  private static void declare(CelCompilerBuilder builder, Collection<String> names, CelType type) {
    names.forEach(name -> builder.addVar(name, type));
  }
}
