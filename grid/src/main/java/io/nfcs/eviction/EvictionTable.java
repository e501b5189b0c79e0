package io.nfcs.eviction;

import io.nfcs.memory.BlockAddresses;
import io.nfcs.memory.NativeMemory;
import io.nfcs.memory.Rows;
import java.util.function.IntConsumer;

/**
 * A table of the fields of entries that a policy needs, in rows of native memory with room for
 * fields of their owner. A number is used again once it is freed.
 *
 * <pre>
 *   byte  0      8       16      20      24     28
 *        | hash | bytes | older | newer | list | the owner's |
 * </pre>
 *
 * <p>{@code list} is 0 in a free row, and {@code newer} is then the next free row.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the rows, whose memory is freed when this table is
 * unreachable: a caller must keep it reachable during calls. <b>Allocates</b> heap when there are
 * more entries than ever before, less than a byte for each.
 */
public final class EvictionTable implements Evictables {
  /** Offset of the owner's part of a row. */
  public static final int OWNER = 28;

  private static final int LEAST_BYTES = 32;
  private static final int BYTES = 8;
  private static final int OLDER = 16;
  private static final int NEWER = 20;
  private static final int LIST = 24;

  private final int rowBytes;
  private final Rows rows;
  private final BlockAddresses addresses;

  /** Numbers so far, {@link #NONE} among them. */
  private int numbers = 1;

  /** The first free number; each free row has the next as its newer entry. */
  private int free = NONE;

  /** A table whose rows have nothing of the owner's. */
  EvictionTable() {
    this(LEAST_BYTES);
  }

  /**
   * A table without entries.
   *
   * @param rowBytes of a row, a power of two, at least 32
   * @throws IllegalArgumentException if it is not a power of two
   */
  public EvictionTable(int rowBytes) {
    this.rowBytes = rowBytes;
    rows = new Rows(rowBytes);
    addresses = rows.addresses();
  }

  /** Returns the addresses of rows, which begin with the hash. */
  public BlockAddresses addresses() {
    return addresses;
  }

  /**
   * Adds an entry and returns its number, 1 or more; the owner's part of its row keeps its old
   * content. It is in no list yet.
   *
   * @param size bytes in terms of the tier's limit
   */
  public int add(long hash, long size) {
    int number = free;
    if (number == NONE) {
      rows.ensure(numbers + 1);
      number = numbers++;
    } else {
      free = newer(number);
    }
    long row = addresses.of(number);
    NativeMemory.putLong(row, hash);
    NativeMemory.putLong(row + BYTES, size);
    return number;
  }

  /** Frees a number, of an entry that has left the policy. */
  public void free(int number) {
    newer(number, free);
    list(number, 0);
    free = number;
  }

  /**
   * Moves entries, all of which a policy knows, to the lowest numbers, and gives the memory of the
   * others back.
   *
   * @param moved receives each entry with a new number; its fields can still be read at the old
   *     place
   */
  public void compact(IntConsumer moved) {
    int to = 1;
    int from = numbers - 1;
    while (true) {
      while (to < from && list(to) != 0) {
        to++;
      }
      while (from > to && list(from) == 0) {
        from--;
      }
      if (to >= from) {
        break;
      }
      NativeMemory.copy(addresses.of(from), addresses.of(to), rowBytes);
      moved.accept(to);
      list(from, 0);
    }
    while (numbers > 1 && list(numbers - 1) == 0) {
      numbers--;
    }
    free = NONE;
    rows.shrink(numbers);
  }

  /** Returns the native memory of the table. */
  public long memoryBytes() {
    return rows.memoryBytes();
  }

  @Override
  public long hash(int entry) {
    return NativeMemory.longAt(addresses.of(entry));
  }

  @Override
  public long bytes(int entry) {
    return NativeMemory.longAt(addresses.of(entry) + BYTES);
  }

  @Override
  public int older(int entry) {
    return NativeMemory.intAt(addresses.of(entry) + OLDER);
  }

  @Override
  public void older(int entry, int other) {
    NativeMemory.putInt(addresses.of(entry) + OLDER, other);
  }

  @Override
  public int newer(int entry) {
    return NativeMemory.intAt(addresses.of(entry) + NEWER);
  }

  @Override
  public void newer(int entry, int other) {
    NativeMemory.putInt(addresses.of(entry) + NEWER, other);
  }

  @Override
  public int list(int entry) {
    return NativeMemory.intAt(addresses.of(entry) + LIST);
  }

  @Override
  public void list(int entry, int number) {
    NativeMemory.putInt(addresses.of(entry) + LIST, number);
  }
}
