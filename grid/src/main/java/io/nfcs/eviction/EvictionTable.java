package io.nfcs.eviction;

import java.util.Arrays;

/**
 * What a policy wants to know of entries, in arrays. A number is used again once it is freed.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> when there are more entries than ever before.
 */
final class EvictionTable implements Evictables {
  private static final int FIRST = 64;

  private long[] hashes = new long[FIRST];
  private long[] bytes = new long[FIRST];
  private int[] older = new int[FIRST];
  private int[] newer = new int[FIRST];
  private byte[] lists = new byte[FIRST];

  /** Numbers so far, {@link #NONE} among them. */
  private int numbers = 1;

  /** The first number that is free; the next is the one that is newer. */
  private int free = NONE;

  /** The number of a new entry. */
  int add(long hash, long size) {
    int number = free;
    if (number == NONE) {
      number = numbers++;
      if (number == hashes.length) {
        grow(2 * number);
      }
    } else {
      free = newer[number];
    }
    hashes[number] = hash;
    bytes[number] = size;
    return number;
  }

  /** Takes a number back. */
  void free(int number) {
    newer[number] = free;
    free = number;
  }

  /** The numbers there have been are below this. */
  int numbers() {
    return numbers;
  }

  @Override
  public long hash(int entry) {
    return hashes[entry];
  }

  @Override
  public long bytes(int entry) {
    return bytes[entry];
  }

  @Override
  public int older(int entry) {
    return older[entry];
  }

  @Override
  public void older(int entry, int other) {
    older[entry] = other;
  }

  @Override
  public int newer(int entry) {
    return newer[entry];
  }

  @Override
  public void newer(int entry, int other) {
    newer[entry] = other;
  }

  @Override
  public int list(int entry) {
    return lists[entry];
  }

  @Override
  public void list(int entry, int number) {
    lists[entry] = (byte) number;
  }

  private void grow(int size) {
    hashes = Arrays.copyOf(hashes, size);
    bytes = Arrays.copyOf(bytes, size);
    older = Arrays.copyOf(older, size);
    newer = Arrays.copyOf(newer, size);
    lists = Arrays.copyOf(lists, size);
  }
}
