package io.nfcs.grid.ignite.clients;

import org.apache.calcite.schema.SchemaPlus;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.processors.query.calcite.CalciteQueryProcessor;
import org.apache.ignite.internal.processors.query.calcite.schema.IgniteSchema;
import org.apache.ignite.internal.processors.query.calcite.schema.SystemViewTableDescriptorImpl;
import org.apache.ignite.internal.processors.query.calcite.schema.SystemViewTableImpl;
import org.apache.ignite.internal.processors.query.calcite.util.Commons;
import org.apache.ignite.internal.processors.query.schema.AbstractSchemaChangeListener;
import org.apache.ignite.plugin.security.SecurityPermission;
import org.apache.ignite.spi.systemview.view.SystemView;

/**
 * System views that check rights before they are read, as tables do; Ignite's own do not.
 *
 * <p><b>Threads.</b> Those that make views.
 */
final class SystemViews extends AbstractSchemaChangeListener {
  private final GridKernalContext context;

  SystemViews(GridKernalContext context) {
    this.context = context;
  }

  /** Replaces the table of a view; called after the engine, which has made its own. */
  @Override
  public void onSystemViewCreated(String schemaName, SystemView<?> view) {
    SchemaPlus schema =
        Commons.lookupComponent(context, CalciteQueryProcessor.class)
            .schemaHolder()
            .schema(schemaName);
    IgniteSchema tables = schema == null ? null : schema.unwrap(IgniteSchema.class);
    if (tables == null) {
      throw new IllegalStateException("system view " + view.name() + " has no schema");
    }
    AskingView asking = new AskingView(context, descriptor(view));
    tables.addTable(asking.name(), asking);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the descriptor itself does not know the row's type
  private static SystemViewTableDescriptorImpl<?> descriptor(SystemView<?> view) {
    return new SystemViewTableDescriptorImpl(view);
  }

  private static final class AskingView extends SystemViewTableImpl {
    private final GridKernalContext context;

    AskingView(GridKernalContext context, SystemViewTableDescriptorImpl<?> descriptor) {
      super(descriptor);
      this.context = context;
    }

    @Override
    public void authorize(Operation operation) {
      context.security().authorize(name(), SecurityPermission.ADMIN_VIEW);
    }
  }
}
