package io.nfcs.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nfcs.codec.Argument;
import io.nfcs.codec.Codec;
import io.nfcs.codec.ComplexField;
import io.nfcs.codec.KeyWriter;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.tier.Caches;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of keys, fields that know their digest, and results that are computed again. */
class MemoTest {
  /** Computed by a program in another language from what KeyWriter and ComplexField say. */
  private static final String EXPECTED =
      "03030000000000000063676c050100000000000000020000"
          + "00000000005e4140537abf6e339a81f59c09223102";

  private final Caches caches =
      new Caches(
          new Caches.Context(
                  NfcsConfig.parse(
                      "test", "cache: {tiers: [near], near_bytes: 16MiB, slab_bytes: 1MiB}"))
              .clocks(System::nanoTime, () -> 0));
  private final AtomicInteger computed = new AtomicInteger();

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void shouldTellZeroesApartAndTakeAllNansForOne() {
    try (Memo<Argument, Long> memo = counted("signs", "1")) {
      assertEquals(1, memo.get(key -> key.add(0.0)));
      assertEquals(2, memo.get(key -> key.add(-0.0)));
      assertEquals(3, memo.get(key -> key.add(Double.NaN)));
      assertEquals(3, memo.get(key -> key.add(Double.longBitsToDouble(0xfff8_0000_dead_beefL))));
      assertEquals(4, memo.get(key -> key.add(new double[] {0.0}, 1)));
      assertEquals(5, memo.get(key -> key.add(new double[] {-0.0}, 1)));
    }
  }

  @Test
  void shouldTellKindsAndShapesApart() {
    double[] six = {1, 2, 3, 4, 5, 6};
    try (Memo<Argument, Long> memo = counted("shapes", "1")) {
      assertEquals(1, memo.get(key -> key.add(six, 2, 3)));
      assertEquals(2, memo.get(key -> key.add(six, 3, 2)));
      assertEquals(3, memo.get(key -> key.add(six, 6)));
      assertEquals(4, memo.get(key -> key.add(1L).add(2L)));
      assertEquals(5, memo.get(key -> key.add(1.0).add(2.0)));
      assertEquals(6, memo.get(key -> key.add("1").add("2")));
      assertEquals(7, memo.get(key -> key.add("12")));
      assertEquals(8, memo.get(key -> key.add(Double.doubleToLongBits(1.0)).add(2L)));
      assertThrows(IllegalArgumentException.class, () -> memo.get(key -> key.add(six, 2, 2)));
    }
  }

  @Test
  void shouldFindNothingOfAnotherVersion() {
    try (Memo<Argument, Long> memo = counted("versions", "1")) {
      assertEquals(1, memo.get(key -> key.add(1L)));
    }
    try (Memo<Argument, Long> memo = counted("versions", "2")) {
      assertEquals(2, memo.get(key -> key.add(1L)));
    }
  }

  @Test
  void shouldReportTheLargestDeviationOfResultsComputedAgain() {
    try (Memo<Argument, double[]> memo =
        new Memo<Argument, double[]>(
                "drift",
                "1",
                Codec.doubles(),
                a -> new double[] {1 + 1e-3 * computed.getAndIncrement()},
                caches::open)
            .verify(2, (a, b) -> Math.abs(a[0] - b[0]))) {
      for (int i = 0; i < 6; i++) {
        assertArrayEquals(new double[] {1}, memo.get(key -> key.add(1L)));
      }
      assertEquals(3, memo.verification().samples());
      assertEquals(3e-3, memo.verification().largestDeviation(), 1e-12);
    }
  }

  @Test
  void shouldBringTheDigestOfAFieldUpToDatePointByPoint() {
    SplittableRandom random = new SplittableRandom(7);
    ComplexField field = ComplexField.of(16, 8, new double[128], new double[128]);
    for (int i = 0; i < 1000; i++) {
      double real = random.nextInt(3) == 0 ? -0.0 : random.nextDouble();
      field.set(random.nextInt(128), real, random.nextInt(5) == 0 ? Double.NaN : real);
      ComplexField again = ComplexField.of(16, 8, field.re(), field.im());
      assertEquals(again.digestLow(), field.digestLow());
      assertEquals(again.digestHigh(), field.digestHigh());
    }
  }

  @Test
  void shouldTellFieldsApartThatDifferInOneBitOrInTheOrderOfTheirPoints() {
    double[] plane = new double[256];
    for (int i = 0; i < 256; i++) {
      plane[i] = i;
    }
    ComplexField field = ComplexField.of(16, 16, plane, plane);
    double[] other = plane.clone();
    for (int i = 0; i < 256; i++) {
      other[i] = Math.nextUp(plane[i]);
      assertNotEquals(field.digestLow(), ComplexField.of(16, 16, other, plane).digestLow());
      assertNotEquals(field.digestHigh(), ComplexField.of(16, 16, plane, other).digestHigh());
      other[i] = plane[(i + 1) & 255];
      other[(i + 1) & 255] = plane[i];
      assertNotEquals(field.digestLow(), ComplexField.of(16, 16, other, plane).digestLow());
      other[i] = plane[i];
      other[(i + 1) & 255] = plane[(i + 1) & 255];
    }
  }

  @Test
  void shouldReadFieldsInPlace() {
    double[] re = {1, 2, 3, 4, 5, 6};
    double[] im = {-1, -2, -3, -4, -5, -6};
    ComplexField field = ComplexField.of(2, 3, re, im);
    try (Memo<Argument, ComplexField> memo =
            new Memo<>("place", "1", ComplexField.codec(), a -> field, caches::open);
        Lease lease = memo.lease()) {
      assertEquals(Answer.FRESH, memo.get(key -> key.add(field), lease));
      FieldView view = new FieldView(lease);
      assertEquals(2, view.nx());
      assertEquals(3, view.ny());
      assertEquals(4, view.re(3));
      assertEquals(-6, view.im(5));
      assertEquals(field.digestLow(), view.digestLow());
      assertEquals(field.digestHigh(), view.digestHigh());
      assertThrows(IndexOutOfBoundsException.class, () -> view.re(6));
      double[] out = new double[6];
      double[] outIm = new double[6];
      view.store(out, outIm);
      assertArrayEquals(re, out);
      assertArrayEquals(im, outIm);
      ComplexField copy = memo.get(key -> key.add(field));
      assertEquals(field.digestHigh(), copy.digestHigh());
      assertArrayEquals(im, copy.im());
      lease.release();
      assertThrows(IllegalStateException.class, view::nx);
    }
  }

  private record Point(double energy, int vortices, boolean isCalm) {}

  @Test
  void shouldReadRecordsInPlace() {
    try (Memo<Argument, Point> memo =
            new Memo<>(
                "records",
                "1",
                Codec.record(Point.class),
                a -> new Point(1.5, 7, true),
                caches::open);
        Lease lease = memo.lease()) {
      assertEquals(Answer.FRESH, memo.get(key -> key.add(1L), lease));
      RecordView<Point> view = new RecordView<>(Point.class, lease);
      assertEquals(1.5, view.doubleAt(view.offset("energy")));
      assertEquals(7, view.longAt(view.offset("vortices")));
      assertEquals(true, view.booleanAt(view.offset("isCalm")));
      assertThrows(IllegalArgumentException.class, () -> view.offset("none"));
    }
  }

  private record Letter(char letter) {}

  private record Text(String text) {}

  @Test
  void shouldViewOnlyComponentsThatACodecStoresInPlace() {
    try (Memo<Argument, Long> memo = counted("views", "1");
        Lease lease = memo.lease()) {
      for (Class<? extends Record> type : List.of(Letter.class, Text.class)) {
        assertThrows(IllegalArgumentException.class, () -> new RecordView<>(type, lease));
      }
    }
  }

  @Test
  void shouldGiveTheSameKeyInEveryProcess() {
    Codec<Argument> codec = KeyWriter.codec("1");
    Argument argument =
        key ->
            key.add("cgl")
                .add(ComplexField.of(1, 2, new double[] {1, -0.0}, new double[] {0, Double.NaN}));
    byte[] bytes = new byte[(int) codec.sizeBytes(argument)];
    codec.encode(argument, MemorySegment.ofArray(bytes));
    assertEquals(EXPECTED, HexFormat.of().formatHex(bytes));
  }

  private Memo<Argument, Long> counted(String name, String version) {
    Function<Argument, Long> count = a -> (long) computed.incrementAndGet();
    return new Memo<>(name, version, Codec.number(), count, caches::open);
  }
}
