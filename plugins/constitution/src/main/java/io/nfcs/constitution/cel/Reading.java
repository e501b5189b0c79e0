package io.nfcs.constitution.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of a checked condition: its variables, and the numbers that they are compared with.
 *
 * <p>A variable has cuts only if every use of it is a comparison with a constant: then all values
 * between two neighbouring cuts give the same result. A constant that a double does not hold
 * exactly makes no cut, and the variable is read as a whole.
 */
final class Reading {
  private static final Set<String> COMPARISONS =
      Set.of("_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_");

  /** Lower limit of the doubles that do not hold every whole number. */
  private static final double EXACT = 0x1p53;

  private final Map<String, Set<Double>> cuts = new HashMap<>();
  private final Set<String> read = new HashSet<>();
  private final Set<String> readOtherwise = new HashSet<>();

  Reading(CelExpr condition) {
    read(condition);
    cuts.keySet().removeAll(readOtherwise);
  }

  Map<String, Set<Double>> cuts() {
    return cuts;
  }

  Set<String> read() {
    return read;
  }

  private void read(CelExpr expression) {
    switch (expression.getKind()) {
      case IDENT -> {
        read.add(expression.ident().name());
        readOtherwise.add(expression.ident().name());
      }
      case CALL -> call(expression.call());
      case SELECT -> read(expression.select().operand());
      case LIST -> expression.list().elements().forEach(this::read);
      case MAP ->
          expression
              .map()
              .entries()
              .forEach(entry -> {
                read(entry.key());
                read(entry.value());
              });
      default -> {
        // constants read nothing, and other expressions are not compiled
      }
    }
  }

  private void call(CelExpr.CelCall call) {
    if (COMPARISONS.contains(call.function()) && call.args().size() == 2) {
      CelExpr left = call.args().get(0);
      CelExpr right = call.args().get(1);
      if (isCut(left, right) || isCut(right, left)) {
        return;
      }
    }
    call.target().ifPresent(this::read);
    call.args().forEach(this::read);
  }

  private boolean isCut(CelExpr variable, CelExpr constant) {
    if (variable.getKind() != CelExpr.ExprKind.Kind.IDENT
        || constant.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
      return false;
    }
    Double number = number(constant.constant());
    if (number == null) {
      return false;
    }
    String name = variable.ident().name();
    read.add(name);
    cuts.computeIfAbsent(name, key -> new TreeSet<>()).add(number);
    return true;
  }

  private static @Nullable Double number(CelConstant constant) {
    double number =
        switch (constant.getKind()) {
          case DOUBLE_VALUE -> constant.doubleValue();
          case INT64_VALUE -> constant.int64Value();
          default -> Double.NaN;
        };
    // minus zero is zero
    return Math.abs(number) < EXACT ? number + 0.0 : null;
  }
}
