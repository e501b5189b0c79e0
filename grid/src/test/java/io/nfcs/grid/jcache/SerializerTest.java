package io.nfcs.grid.jcache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SerializerTest {
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_129L);

  private final Serializer serializer =
      new Serializer(
          getClass().getClassLoader(),
          new JCacheSettings("", List.of(), 20, 10_000, 65_536, 1 << 20));

  private record Pair(String a, int b) {}

  private record LongerPair(String a, int b, long c) {}

  @Test
  void shouldReadWhatItWrites() {
    Map<String, List<Set<Integer>>> value = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      value.put("key " + i, new ArrayList<>(List.of(new HashSet<>(Set.of(i, 2 * i + 1)))));
    }
    assertEquals(value, serializer.value(serializer.bytes(value), 0));
    long[] numbers = new long[65_536];
    assertArrayEquals(numbers, (long[]) serializer.value(serializer.bytes(numbers), 0));
  }

  /** Each level doubles the work of a hash code: the whole would take longer than the sun lives. */
  @Test
  void shouldRefuseSetsThatAreNestedToKeepWhoReadsThemBusy() throws IOException {
    Set<Object> root = new HashSet<>();
    Set<Object> first = root;
    Set<Object> second = new HashSet<>();
    for (int level = 0; level < 100; level++) {
      Set<Object> left = new HashSet<>();
      Set<Object> right = new HashSet<>();
      left.add("only in this one");
      first.add(left);
      first.add(right);
      second.add(left);
      second.add(right);
      first = left;
      second = right;
    }
    assertRefused(written(root));
  }

  @Test
  void shouldRefuseLengthsThatTakeAllMemory() throws IOException {
    byte[] array = written(new long[] {1, 2, 3});
    // the length stands behind the class, before three numbers
    ByteBuffer.wrap(array).putInt(array.length - 3 * Long.BYTES - Integer.BYTES, 1 << 30);
    assertRefused(array);
    byte[] map = written(new HashMap<>(Map.of("a", "b")));
    for (int at = 0; at < map.length - Integer.BYTES; at++) {
      byte[] forged = map.clone();
      ByteBuffer.wrap(forged).putInt(at, 0x7000_0000);
      readOrRefuse(forged);
    }
    assertRefused(written(new ArrayList<>(IntStream.range(0, 20_000).boxed().toList())));
    assertRefused(written("x".repeat(2 << 20)));
  }

  @Test
  void shouldReadOrRefuseWhateverIsForged() throws IOException {
    Random random = new Random(SEED);
    byte[] whole =
        written(
            new ArrayList<Object>(
                List.of("a", 1L, new HashMap<>(Map.of("k", new HashSet<>(Set.of(1.5)))))));
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length));
    }
    for (int i = 0; i < 5000; i++) {
      byte[] forged = whole.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        forged[random.nextInt(forged.length)] = (byte) random.nextInt();
      }
      readOrRefuse(forged);
    }
  }

  @Test
  void shouldRefuseToWriteWhatCouldNotBeReadAgain() {
    List<Object> deep = new ArrayList<>();
    for (int level = 0; level < 50; level++) {
      deep = new ArrayList<>(List.of(deep));
    }
    Object tooDeep = deep;
    CacheException refused = assertThrows(CacheException.class, () -> serializer.bytes(tooDeep));
    assertTrue(String.valueOf(refused.getMessage()).contains("section jcache"));
    assertThrows(CacheException.class, () -> serializer.bytes(new int[65_537]));
    assertThrows(CacheException.class, () -> serializer.bytes("x".repeat(2 << 20)));
  }

  @Test
  void shouldTellShapesApart() {
    assertNotEquals(Serializer.shape(Pair.class), Serializer.shape(LongerPair.class));
    assertNotEquals(Serializer.shape(Long.class), Serializer.shape(Integer.class));
    assertEquals("java.lang.Object", Serializer.shape(Object.class));
  }

  private void readOrRefuse(byte[] bytes) {
    try {
      serializer.value(bytes, 0);
    } catch (IllegalArgumentException refused) {
      assertTrue(String.valueOf(refused.getMessage()).contains("an entry"));
    }
  }

  private void assertRefused(byte[] bytes) {
    assertThrows(IllegalArgumentException.class, () -> serializer.value(bytes, 0));
  }

  private static byte[] written(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }
}
