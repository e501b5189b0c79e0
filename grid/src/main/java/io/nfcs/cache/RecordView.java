package io.nfcs.cache;

import java.lang.reflect.RecordComponent;

/**
 * A view of a small record in place, by a lease that holds one; for records of numbers and
 * booleans, whose component {@code i} is in the 8 bytes at {@code 8 * i}.
 *
 * <p>The type of a component is not checked: the method of another type returns other bits.
 *
 * <p><b>Threads.</b> The lease's. <b>Allocates</b> nothing after it is made, except {@link
 * #offset}. <b>Fails</b> as the lease does.
 *
 * @param <R> the record
 */
public final class RecordView<R extends Record> {
  private final Lease lease;
  private final Class<R> type;

  /**
   * Creates a view of the record that the lease holds at each call.
   *
   * @param type a record without texts
   * @throws IllegalArgumentException if it has a component that is not a number or boolean
   */
  public RecordView(Class<R> type, Lease lease) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (!component.getType().isPrimitive() || component.getType() == char.class) {
        throw new IllegalArgumentException(
            component + " of " + type.getName() + "; allowed: numbers and booleans");
      }
    }
    this.type = type;
    this.lease = lease;
  }

  /**
   * Returns the offset of a component in bytes, for the methods below. It is searched by name with
   * reflection, so ask for it once.
   *
   * @throws IllegalArgumentException if there is no component of the name
   */
  public long offset(String name) {
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals(name)) {
        return (long) i * Long.BYTES;
      }
    }
    throw new IllegalArgumentException(type.getName() + " has no component " + name);
  }

  /** Returns a component of type double. */
  public double doubleAt(long offset) {
    return lease.doubleAt(offset);
  }

  /** Returns a component of type float. */
  public float floatAt(long offset) {
    return lease.floatAt(offset);
  }

  /** Returns a component that is a whole number. */
  public long longAt(long offset) {
    return lease.longAt(offset);
  }

  /** Returns a component that is true or false. */
  public boolean booleanAt(long offset) {
    return lease.longAt(offset) != 0;
  }
}
