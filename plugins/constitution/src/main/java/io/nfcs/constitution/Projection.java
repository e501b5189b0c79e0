package io.nfcs.constitution;

import io.nfcs.memory.Digest;
import java.util.Arrays;

/**
 * Projection of a context to the view of some policies: two contexts of the same projection have
 * the same verdict.
 *
 * <p><b>Threads.</b> One while it is being filled, any afterwards.
 */
final class Projection {
  private final long[] values;
  private String operation = "";
  private int hash;

  Projection(int size) {
    values = new long[size];
  }

  void begin(String newOperation) {
    operation = newOperation;
  }

  void put(int index, long value) {
    values[index] = value;
  }

  /** Ends the projection after its last value. */
  void end() {
    long digest = operation.hashCode();
    for (long value : values) {
      digest = Digest.mix(digest, value);
    }
    hash = Long.hashCode(digest);
  }

  Projection copy() {
    Projection copy = new Projection(values.length);
    System.arraycopy(values, 0, copy.values, 0, values.length);
    copy.operation = operation;
    copy.hash = hash;
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Projection that
        && hash == that.hash
        && operation.equals(that.operation)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
