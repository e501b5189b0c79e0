package io.nfcs.memory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbered slabs, with a limit on the bytes of all.
 *
 * <p>A page is a number of 32 bits, unsigned: that of its slab, and in the lower bits its place
 * there. So is a block, with the place where it begins, in units of 8 bytes; or of more if that
 * does not reach twice the limit, as from 16 GiB on, since a limit may be raised. None is 0, for
 * slabs are numbered from 1.
 *
 * <pre>
 *   page   | number of the slab | page in the slab, slabShift bits |
 *   block  | number of the slab | page in the slab, slabShift bits | unit there, pageShift bits |
 * </pre>
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Slabs {
  private static final int LEAST_UNIT_SHIFT = 3;
  private static final int PAGE_BYTES_SHIFT = Integer.numberOfTrailingZeros(Slab.PAGE_BYTES);
  private static final long NUMBERS = 1L << Integer.SIZE;

  private final long slabBytes;

  /** Bits of the bytes of a unit, of the units of a page, and of the pages of a slab. */
  private final int unitShift;

  private final int pageShift;
  private final int slabShift;

  private @Nullable Slab[] slabs = new Slab[2];

  /** Addresses of their tables, so that one step leads there. */
  private long[] tables = new long[2];

  private final BlockAddresses addresses;

  private long limitBytes;
  private long reservedBytes;

  /** Asked for at each put. */
  private long mostTableBytes;

  Slabs(long limitBytes, long slabBytes) {
    int pages = Math.toIntExact(Math.min(limitBytes, slabBytes) / Slab.PAGE_BYTES);
    this.limitBytes = limitBytes;
    this.slabBytes = (long) pages * Slab.PAGE_BYTES;
    slabShift = Integer.SIZE - Integer.numberOfLeadingZeros(pages - 1);
    long allPages = (Math.ceilDiv(2 * limitBytes, this.slabBytes) + 1) << slabShift;
    int shift = LEAST_UNIT_SHIFT;
    while (shift < PAGE_BYTES_SHIFT && allPages << (PAGE_BYTES_SHIFT - shift) > NUMBERS) {
      shift++;
    }
    unitShift = shift;
    pageShift = PAGE_BYTES_SHIFT - unitShift;
    setMostTableBytes();
    addresses = new BlockAddresses(slabShift + pageShift, unitShift);
  }

  /** Returns a number of bytes in units, rounded up. */
  long roundUp(long bytes) {
    long unit = 1L << unitShift;
    return (bytes + unit - 1) & -unit;
  }

  int page(int block) {
    return block >>> pageShift;
  }

  /** Returns the block that begins at an offset from a page. */
  int block(int page, int offset) {
    return (page << pageShift) + (offset >>> unitShift);
  }

  /** Returns the bytes between a page and a block. */
  long offset(int page, int block) {
    return (long) (block - (page << pageShift)) << unitShift;
  }

  BlockAddresses addresses() {
    return addresses;
  }

  /** Returns the address of the row of a page. */
  long row(int page) {
    return tables[number(page)] + (long) place(page) * PageLayout.BYTES;
  }

  /** Takes consecutive pages, of a new slab if need be; returns the first, 0 if there are none. */
  int takePages(int count) {
    if ((long) count * Slab.PAGE_BYTES > slabBytes) {
      return 0;
    }
    for (int number = 1; number < slabs.length; number++) {
      Slab slab = slabs[number];
      int place = slab == null ? -1 : slab.take(count);
      if (place >= 0) {
        return (number << slabShift) + place;
      }
    }
    int number = add();
    return number < 0 ? 0 : (number << slabShift) + slab(number).take(count);
  }

  void freePages(int page, int count) {
    int number = number(page);
    slab(number).free(place(page), count);
    releaseIfDrained(number);
  }

  /** Returns the numbers of the slabs there are, the emptiest first. */
  int[] numbers() {
    return IntStream.range(0, slabs.length)
        .filter(number -> slabs[number] != null)
        .boxed()
        .sorted(Comparator.comparingInt(number -> slab(number).usedPages()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Returns the first pages of the runs of a slab. */
  int[] runs(int number) {
    return slab(number).runs().map(place -> (number << slabShift) + place).toArray();
  }

  /** Returns whether a slab is to be given back when it is empty. */
  boolean isDraining(int number) {
    return slab(number).draining;
  }

  void drain(int number, boolean isWanted) {
    slab(number).draining = isWanted;
    releaseIfDrained(number);
  }

  /** Changes the limit and returns by how many slabs it is exceeded. */
  long limitBytes(long bytes) {
    limitBytes = bytes;
    setMostTableBytes();
    return Math.ceilDiv(Math.max(0, reservedBytes - limitBytes), slabBytes);
  }

  long limitBytes() {
    return limitBytes;
  }

  long slabBytes() {
    return slabBytes;
  }

  long reservedBytes() {
    return reservedBytes;
  }

  /** Returns the bytes of the pages of all runs. */
  long runBytes() {
    long pages = 0;
    for (Slab slab : slabs) {
      pages += slab == null ? 0 : slab.usedPages();
    }
    return pages * Slab.PAGE_BYTES;
  }

  /** Returns the bytes of the tables of all slabs. */
  long tableBytes() {
    return reservedBytes / slabBytes * Slab.tableBytes(slabBytes);
  }

  /** Returns the bytes of all tables at the largest number of slabs. */
  long mostTableBytes() {
    return mostTableBytes;
  }

  private void setMostTableBytes() {
    long most = Math.max(limitBytes, reservedBytes) / slabBytes;
    mostTableBytes = most * Slab.tableBytes(slabBytes);
  }

  /** Returns the number of a new slab, or -1. */
  private int add() {
    if (reservedBytes + slabBytes > limitBytes) {
      return -1;
    }
    int number = 1;
    while (number < slabs.length && slabs[number] != null) {
      number++;
    }
    if (number == slabs.length) {
      long most = NUMBERS >>> (slabShift + pageShift);
      if (number >= most) {
        return -1;
      }
      // the slabs last: their number says whether both are to grow
      tables = Arrays.copyOf(tables, (int) Math.min(most, 2L * number));
      slabs = Arrays.copyOf(slabs, tables.length);
    }
    Slab slab = new Slab(slabBytes);
    // first, since it may need heap: a slab without an address must not be there
    addresses.slab(number, slab.address());
    slabs[number] = slab;
    tables[number] = slab.row(0);
    reservedBytes += slabBytes;
    setMostTableBytes();
    return number;
  }

  private void releaseIfDrained(int number) {
    Slab slab = slab(number);
    if (slab.draining && slab.usedPages() == 0) {
      slab.close();
      slabs[number] = null;
      tables[number] = 0;
      reservedBytes -= slabBytes;
      setMostTableBytes();
    }
  }

  private Slab slab(int number) {
    return Objects.requireNonNull(slabs[number], "slab was given back");
  }

  /** Returns the number of the slab of a page. */
  int number(int page) {
    return page >>> slabShift;
  }

  private int place(int page) {
    return page & ((1 << slabShift) - 1);
  }
}
