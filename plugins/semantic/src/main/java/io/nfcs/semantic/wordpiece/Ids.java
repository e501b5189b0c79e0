package io.nfcs.semantic.wordpiece;

import java.util.Arrays;

/** A growing row of numbers. */
final class Ids {
  private long[] row = new long[32];
  private int size;

  void add(long id) {
    if (size == row.length) {
      row = Arrays.copyOf(row, 2 * size);
    }
    row[size++] = id;
  }

  void addAll(Ids other) {
    for (int i = 0; i < other.size; i++) {
      add(other.row[i]);
    }
  }

  int size() {
    return size;
  }

  void cutTo(int size) {
    this.size = Math.min(this.size, size);
  }

  long[] toArray() {
    return Arrays.copyOf(row, size);
  }
}
