package io.nfcs.grid.ignite.clients;

import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A check of statements of clients that refuses whatever could fill the heap: functions that grow
 * their arguments and cannot be limited as {@link BoundedTexts} are, types of any length, and more
 * functions than rows can hold results of.
 *
 * <p><b>Threads.</b> One, for one statement.
 */
final class StatementLimits extends SqlBasicVisitor<@Nullable Void> {
  /** Each may make a value for each row that waits in the engine. */
  private static final int MOST_FUNCTIONS = 64;

  /** Names of the engine's operators, as they are before it looks them up. */
  private static final Set<String> UNBOUNDED =
      Set.of(
          "ARRAY_CONCAT_AGG",
          "ARRAY",
          "MAP",
          "REGEXP_REPLACE",
          "XMLTRANSFORM",
          "JSON_PRETTY",
          "JSON_OBJECT",
          "JSON_ARRAY",
          "JSON_OBJECTAGG",
          "JSON_ARRAYAGG");

  /** Aggregates that join texts: the engine measures the rows, but not the separators. */
  private static final Set<String> JOINING = Set.of("LISTAGG", "STRING_AGG", "GROUP_CONCAT");

  private static final int MOST_SEPARATOR = 16;

  private final int textBytes;
  private int functions;

  StatementLimits(int textBytes) {
    this.textBytes = textBytes;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (UNBOUNDED.contains(name)) {
      throw new QueryTooLarge(
          name + " is not allowed to clients: its value may be longer than " + limit() + " allows");
    }
    if (JOINING.contains(name) && !isSeparatorShort(call)) {
      throw new QueryTooLarge(
          name
              + " is allowed to clients with a text of at most "
              + MOST_SEPARATOR
              + " characters between rows, or it may be longer than "
              + limit()
              + " allows");
    }
    if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
      throw new QueryTooLarge("WITH RECURSIVE is not supported");
    }
    boolean makesValue =
        call.getOperator() instanceof SqlFunction
            || call.getOperator().equals(SqlStdOperatorTable.CONCAT);
    if (makesValue && ++functions > MOST_FUNCTIONS) {
      throw new QueryTooLarge(
          "more than "
              + MOST_FUNCTIONS
              + " functions in a statement are not allowed: each may make a value as long as "
              + limit()
              + " allows");
    }
    return super.visit(call);
  }

  @Override
  public @Nullable Void visit(SqlDataTypeSpec type) {
    if (type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
        && basic.getPrecision() > textBytes) {
      throw new QueryTooLarge("type " + type + " is longer than " + limit() + " allows");
    }
    return super.visit(type);
  }

  private static boolean isSeparatorShort(SqlCall call) {
    for (SqlNode operand : call.getOperandList().stream().skip(1).toList()) {
      SqlNode separator =
          operand instanceof SqlCall named && named.getKind() == SqlKind.SEPARATOR
              ? named.operand(0)
              : operand;
      boolean isShort =
          separator instanceof SqlNodeList
              || (separator instanceof SqlLiteral literal
                  && String.valueOf(literal.toValue()).length() <= MOST_SEPARATOR);
      if (!isShort) {
        return false;
      }
    }
    return true;
  }

  private String limit() {
    return QueryTooLarge.limit(textBytes);
  }
}
