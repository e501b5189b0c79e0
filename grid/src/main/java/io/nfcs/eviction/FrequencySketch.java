package io.nfcs.eviction;

import io.nfcs.memory.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts of the recent uses of keys, in eight bytes of native memory for each key.
 *
 * <p>A count-min sketch (Cormode and Muthukrishnan, 2005) of 4-bit counters that are all halved
 * from time to time, as TinyLFU does (Einziger, Friedman and Manes, 2017). The counters of a key
 * are in one block, which is a cache line (Putze, Sanders and Singler, 2009, for Bloom filters). A
 * use is counted by the least of them only (conservative update, Estan and Varghese, 2002).
 *
 * <pre>
 *   block of 8 keys, 64 bytes  | epoch | counter 1 | ... | counter 127 |     4 bits each
 * </pre>
 *
 * <p>No step goes through all keys. The sketch grows by a block at a time, which begins as a copy
 * of the one it shares the keys of (linear hashing, Litwin 1980); so no count is lost. To halve all
 * counters the epoch is counted up, and a block catches up when it is used next, or in its turn,
 * when all blocks catch up one by one.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> the memory, which is freed when the sketch is unreachable.
 * <b>Allocates</b> when it grows.
 */
final class FrequencySketch {
  private static final int HASHES = 4;
  private static final int MOST = 15;
  private static final int HALVE_AFTER = 20;
  private static final int KEYS_PER_BLOCK = 8;
  private static final int BLOCK_BYTES = 64;
  private static final int COUNTERS = 127;
  private static final int COUNTER_BITS = 7;
  private static final int EPOCHS = 16;
  private static final int CHUNK_SHIFT = 8;
  private static final int CHUNK_BLOCKS = 1 << CHUNK_SHIFT;

  /** Uses after which the next block catches up: all do once in an epoch, with some to spare. */
  private static final int TURN = 32;

  /** Masks of the valid bits of 16 counters after a shift to the right by a number of bits. */
  private static final long[] LEFT = {
    -1L, 0x7777777777777777L, 0x3333333333333333L, 0x1111111111111111L
  };

  /** The memory, and where it is. */
  private final List<MemorySegment> chunks = new ArrayList<>();

  private long[] addresses = new long[1];
  private int blocks;

  /**
   * The largest power of two that is below the number of blocks, 1 for one. A key belongs to the
   * block that the lower bits of its hash number, counted modulo twice this; where that block is
   * not there yet, to the one lower by this, of which it will be the copy.
   */
  private int level = 1;

  private int epoch;
  private long added;
  private int steps;
  private int turn;

  /** Creates a sketch with room for the counts of a number of keys. */
  FrequencySketch(int keys) {
    addBlock();
    ensureRoomFor(keys);
  }

  /** Makes room for the counts of a number of keys. */
  void ensureRoomFor(int keys) {
    while (keys > (long) blocks * KEYS_PER_BLOCK) {
      addBlock();
    }
  }

  /** Counts one use. */
  void add(long hash) {
    try {
      addMixed(mix(hash));
    } finally {
      // the code above knows the memory only by its address
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Returns the number of recent uses, {@value #MOST} at most; never too low, except for the
   * halving.
   */
  int frequency(long hash) {
    try {
      long mixed = mix(hash);
      return least(block(mixed), mixed);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns the native memory of the sketch. */
  long memoryBytes() {
    return (long) chunks.size() * CHUNK_BLOCKS * BLOCK_BYTES;
  }

  private void addMixed(long mixed) {
    long block = block(mixed);
    int least = least(block, mixed);
    if (least < MOST) {
      for (int i = 0; i < HASHES; i++) {
        int counter = counter(mixed, i);
        long word = word(block, counter);
        long counters = NativeMemory.longAt(word);
        // without a branch: it is unpredictable, and a misprediction costs more than the count
        long below = count(counters, counter) - least - 1L;
        NativeMemory.putLong(word, counters + ((below >>> (Long.SIZE - 1)) << shift(counter)));
      }
      if (++added >= (long) blocks * KEYS_PER_BLOCK * HALVE_AFTER) {
        added /= 2;
        epoch = (epoch + 1) % EPOCHS;
      }
    }
    if (++steps == TURN) {
      steps = 0;
      turn = turn + 1 < blocks ? turn + 1 : 0;
      catchUp(address(turn));
    }
  }

  private static int least(long block, long mixed) {
    int least = MOST;
    for (int i = 0; i < HASHES; i++) {
      int counter = counter(mixed, i);
      least = Math.min(least, count(NativeMemory.longAt(word(block, counter)), counter));
    }
    return least;
  }

  private static long word(long block, int counter) {
    return block + (long) (counter >>> 4) * Long.BYTES;
  }

  private static int count(long counters, int counter) {
    return (int) (counters >>> shift(counter)) & MOST;
  }

  private static int shift(int counter) {
    return (counter & 15) << 2;
  }

  private void addBlock() {
    if (blocks == 2 * level) {
      level = blocks;
    }
    if (blocks >>> CHUNK_SHIFT == chunks.size()) {
      addChunk();
    }
    if (blocks > 0) {
      MemorySegment.copy(
          NativeMemory.view(address(blocks - level), BLOCK_BYTES),
          0,
          NativeMemory.view(address(blocks), BLOCK_BYTES),
          0,
          BLOCK_BYTES);
    }
    blocks++;
  }

  private void addChunk() {
    MemorySegment chunk = Arena.ofAuto().allocate((long) CHUNK_BLOCKS * BLOCK_BYTES, BLOCK_BYTES);
    if (chunks.size() == addresses.length) {
      addresses = Arrays.copyOf(addresses, 2 * addresses.length);
    }
    addresses[chunks.size()] = chunk.address();
    chunks.add(chunk);
  }

  /** Returns the number of the block of a key. */
  int number(long hash) {
    return numberOf(mix(hash));
  }

  private int numberOf(long mixed) {
    int block = (int) mixed & (2 * level - 1);
    return block < blocks ? block : block - level;
  }

  /** Returns the address of the block of a key, after it was brought to this epoch. */
  private long block(long mixed) {
    long address = address(numberOf(mixed));
    catchUp(address);
    return address;
  }

  private void catchUp(long block) {
    long first = NativeMemory.longAt(block);
    int behind = (epoch - (int) (first & MOST)) & (EPOCHS - 1);
    if (behind == 0) {
      return;
    }
    for (int offset = 0; offset < BLOCK_BYTES; offset += Long.BYTES) {
      long counters = NativeMemory.longAt(block + offset);
      long left = behind < LEFT.length ? (counters >>> behind) & LEFT[behind] : 0;
      NativeMemory.putLong(block + offset, offset == 0 ? (left & ~(long) MOST) | epoch : left);
    }
  }

  private long address(int block) {
    return addresses[block >>> CHUNK_SHIFT] + (long) (block & (CHUNK_BLOCKS - 1)) * BLOCK_BYTES;
  }

  private static int counter(long mixed, int i) {
    int bits = (int) (mixed >>> (Integer.SIZE + i * COUNTER_BITS)) & ((1 << COUNTER_BITS) - 1);
    return 1 + ((bits * COUNTERS) >>> COUNTER_BITS);
  }

  private static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 29);
  }
}
