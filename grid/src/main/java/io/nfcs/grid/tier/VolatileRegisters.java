package io.nfcs.grid.tier;

import io.nfcs.table.Register;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The numbers of a cache of which nothing outlives the process. Only the latest are kept exactly; a
 * forgotten number counts as the largest of those forgotten, so that no invalidation is missed.
 *
 * <p><b>Threads.</b> Any: the numbers of tags are under the lock of this object, also when they are
 * read and set by the registers it returns.
 */
final class VolatileRegisters implements Function<String, Register> {
  private static final int TOLD_APART = 10_000;

  private final Map<String, Register> own = new LinkedHashMap<>();
  private final LinkedHashMap<String, Long> values = new LinkedHashMap<>();
  private long forgotten;

  @Override
  public synchronized Register apply(String name) {
    return name.startsWith(TagNames.OWN)
        ? own.computeIfAbsent(name, same -> new VolatileRegister())
        : new OfTag(name);
  }

  private synchronized long get(String name, long absent) {
    Long value = values.get(name);
    return value != null ? value : Math.max(absent, forgotten);
  }

  private synchronized void set(String name, long value) {
    values.remove(name);
    values.put(name, value);
    if (values.size() > TOLD_APART) {
      String oldest = values.firstEntry().getKey();
      forgotten = Math.max(forgotten, values.firstEntry().getValue());
      values.remove(oldest);
    }
  }

  private final class OfTag implements Register {
    private final String name;

    OfTag(String name) {
      this.name = name;
    }

    @Override
    public long get(long absent) {
      return VolatileRegisters.this.get(name, absent);
    }

    @Override
    public void set(long value) {
      VolatileRegisters.this.set(name, value);
    }
  }
}
