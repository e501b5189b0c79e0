package io.nfcs.grid.ignite.clients;

import java.io.Reader;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserImplFactory;
import org.apache.calcite.tools.FrameworkConfig;
import org.apache.calcite.tools.Frameworks;
import org.apache.calcite.util.SourceStringReader;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.processors.query.calcite.CalciteQueryProcessor;
import org.apache.ignite.internal.processors.query.calcite.sql.IgniteSqlAlterUser;
import org.apache.ignite.internal.processors.query.calcite.sql.IgniteSqlCreateUser;
import org.apache.ignite.internal.processors.query.calcite.sql.IgniteSqlDropUser;
import org.apache.ignite.internal.processors.query.calcite.sql.generated.IgniteSqlParserImpl;
import org.apache.ignite.plugin.security.SecurityPermission;
import org.apache.ignite.plugin.security.SecuritySubjectType;

/**
 * A check of the rights of each statement that is neither a query nor a change of rows. Those two
 * are checked by Ignite, table by table, when they are executed; of the others its engine lets some
 * pass, such as {@code ALTER TABLE}. All statements of clients must also keep to {@link
 * StatementLimits}.
 */
final class Statements {
  private static final Set<SqlKind> ASK_THEMSELVES = EnumSet.copyOf(SqlKind.QUERY);

  static {
    ASK_THEMSELVES.addAll(
        EnumSet.of(SqlKind.INSERT, SqlKind.UPDATE, SqlKind.DELETE, SqlKind.MERGE));
  }

  private final GridKernalContext context;
  private final int textBytes;

  private Statements(GridKernalContext context, int textBytes) {
    this.context = context;
    this.textBytes = textBytes;
  }

  /** Returns the engine's own configuration, except for its parser. */
  static FrameworkConfig asking(GridKernalContext context, int textBytes) {
    FrameworkConfig engine = CalciteQueryProcessor.FRAMEWORK_CONFIG;
    SqlParserImplFactory parsers = new Statements(context, textBytes)::parser;
    return Frameworks.newConfigBuilder(engine)
        .parserConfig(engine.getParserConfig().withParserFactory(parsers))
        .build();
  }

  private AskingParser parser(Reader reader) {
    AskingParser parser = new AskingParser(reader);
    if (reader instanceof SourceStringReader source) {
      parser.setOriginalSql(source.getSourceString());
    }
    return parser;
  }

  private void ask(SqlNode statement) {
    SqlNode asked = statement instanceof SqlExplain plan ? plan.getExplicandum() : statement;
    if (!ASK_THEMSELVES.contains(asked.getKind())) {
      context
          .security()
          .authorize(
              "statement",
              isOfUsers(asked)
                  ? SecurityPermission.ADMIN_USER_ACCESS
                  : SecurityPermission.ADMIN_OPS);
    } else if (isOfClient()) {
      statement.accept(new StatementLimits(textBytes));
    }
  }

  private boolean isOfClient() {
    return context.security().securityContext().subject().type()
        == SecuritySubjectType.REMOTE_CLIENT;
  }

  private static boolean isOfUsers(SqlNode statement) {
    return statement instanceof IgniteSqlCreateUser
        || statement instanceof IgniteSqlAlterUser
        || statement instanceof IgniteSqlDropUser;
  }

  private final class AskingParser extends IgniteSqlParserImpl {
    AskingParser(Reader reader) {
      super(reader);
    }

    @Override
    public SqlNodeList parseSqlStmtList() throws Exception {
      SqlNodeList statements = super.parseSqlStmtList();
      for (SqlNode statement : statements) {
        ask(statement);
      }
      return statements;
    }
  }
}
