package io.nfcs.grid.ignite.clients;

import java.lang.reflect.Field;
import java.util.Map;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.ignite.internal.processors.query.calcite.exec.tracker.ObjectSizeCalculator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fix that makes Ignite's measurement of a query's memory work on current JDKs. A row that is
 * being aggregated leads to the call of its function and from there to classes that cannot be
 * measured by offsets of fields, at which the query fails. The call is the plan's and not the
 * row's, so it counts nothing, as classes do.
 */
final class QueryMemory {
  private static final Logger LOG = LoggerFactory.getLogger(QueryMemory.class);
  private static final boolean IS_MEASURED = leaveOutCalls();

  private QueryMemory() {}

  /** Returns whether the memory of queries can be limited. */
  static boolean isMeasured() {
    return IS_MEASURED;
  }

  @SuppressWarnings("unchecked") // the type of its values is hidden
  private static boolean leaveOutCalls() {
    try {
      Field field = ObjectSizeCalculator.class.getDeclaredField("SYS_CLS_SIZE");
      field.setAccessible(true);
      Map<Class<?>, Object> known = (Map<Class<?>, Object>) field.get(null);
      Object nothing = known == null ? null : known.get(Class.class);
      if (known == null || nothing == null) {
        throw new NoSuchFieldException("calculators of known classes");
      }
      known.put(AggregateCall.class, nothing);
      return true;
    } catch (ReflectiveOperationException | RuntimeException otherVersion) {
      LOG.warn(
          "the memory of queries has no limit: this version of Ignite measures it differently",
          otherVersion);
      return false;
    }
  }
}
