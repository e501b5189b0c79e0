package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.JournalFuzzTest.Records;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A record checked without decoding, against the same record decoded. */
@Timeout(60)
class PlainTickTest {
  private static final long SEED = Long.getLong("nfcs.seed", 23);
  private static final int ROUNDS = 50_000;
  private static final List<TickShape> SHAPES =
      List.of(
          RandomTicks.SHAPE,
          new TickShape(List.of(), List.of(), 64),
          new TickShape(List.of("a", "b", "c", "d", "e"), List.of("a.b", "c.policies"), 4096));

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final JournalRecord checked = new JournalRecord();
  private final JournalRecord decoded = new JournalRecord();

  @Test
  void shouldTakeEveryTickThatIsWrittenForPlain() {
    for (TickShape shape : SHAPES) {
      PlainTick plain = new PlainTick(new UnsafeBuffer(), shape);
      for (int round = 0; round < 100; round++) {
        Tick tick = tick(shape);
        byte[] record = Records.framed(encoded(tick));
        // neither at the start of its memory nor up to the end
        byte[] memory = new byte[record.length + 24];
        System.arraycopy(record, 0, memory, 12, record.length);
        assertTrue(plain.wrap(new UnsafeBuffer(memory), 12, record.length), "seed " + SEED);
        assertEquals(tick.number(), plain.number());
        for (int i = 0; i < shape.parameters().size(); i++) {
          assertEquals(tick.input().parameter(i), plain.parameter(i));
        }
      }
    }
  }

  /** For any record with a right checksum the decoder decides. */
  @Test
  void shouldAgreeWithTheDecoderOnDamagedRecords() {
    int intact = 0;
    int refused = 0;
    for (TickShape shape : SHAPES) {
      take(Records.framed(Records.header(shape)));
      for (int round = 0; round < ROUNDS; round++) {
        byte[] record = Records.framed(damaged(encoded(tick(shape))));
        Entry kind = take(record);
        intact += kind == Entry.TICK ? 1 : 0;
        refused += decoded.damage() == null ? 0 : 1;
        if (kind == Entry.RUN || random.nextInt(100) == 0) {
          take(Records.framed(Records.header(shape)));
        }
      }
    }
    assertTrue(intact > ROUNDS / 10 && refused > ROUNDS / 10, intact + " and " + refused);
  }

  @Test
  void shouldAgreeWithTheDecoderWhereRecordsAreMissing() {
    byte[] header = Records.framed(Records.header(RandomTicks.SHAPE));
    take(header);
    for (int round = 0; round < 1000; round++) {
      if (random.nextInt(3) == 0) {
        checked.skip();
        decoded.skip();
      }
      byte[] record = Records.framed(encoded(tick(RandomTicks.SHAPE)));
      record[random.nextInt(record.length)] ^= (byte) (random.nextInt(4) == 0 ? 1 : 0);
      if (take(record) == Entry.UNREADABLE) {
        take(header);
      }
    }
  }

  @Test
  void shouldAgreeWithTheDecoderOnPayloadsThatAreLongerThanThoseOfTheRun() {
    TickShape shape = RandomTicks.SHAPE;
    take(
        Records.framed(
            Records.header(new TickShape(shape.stages(), shape.parameters(), shape.results(), 8))));
    int intact = 0;
    for (int round = 0; round < ROUNDS / 10; round++) {
      intact += take(Records.framed(encoded(tick(shape)))) == Entry.TICK ? 1 : 0;
    }
    assertTrue(intact > 0 && intact < ROUNDS / 20, intact + " of " + ROUNDS / 10);
  }

  @Test
  void shouldNotTakeAnotherRunsTickForPlain() {
    byte[] record = Records.framed(encoded(tick(SHAPES.get(2))));
    for (TickShape shape : SHAPES.subList(0, 2)) {
      PlainTick plain = new PlainTick(new UnsafeBuffer(), shape);
      assertFalse(plain.wrap(new UnsafeBuffer(record), 0, record.length));
    }
  }

  private Entry take(byte[] record) {
    UnsafeBuffer buffer = new UnsafeBuffer(record);
    Entry kind = checked.check(record, buffer, 0, record.length);
    String context = "seed " + SEED + ": " + Arrays.toString(record);
    assertEquals(decoded.decode(buffer, 0, record.length), kind, context);
    assertEquals(decoded.damage(), checked.damage(), context);
    assertEquals(decoded.bytes(), checked.bytes(), context);
    if (kind == Entry.TICK) {
      assertEquals(decoded.tickNumber(), checked.tickNumber(), context);
      assertEquals(decoded.run(), checked.run(), context);
      for (int i = 0; i < decoded.run().shape().parameters().size(); i++) {
        assertEquals(decoded.parameter(i), checked.parameter(i), context);
      }
    }
    return kind;
  }

  private Tick tick(TickShape shape) {
    Tick tick = new Tick(shape);
    new RandomTicks(random.nextLong()).fill(tick, random.nextLong(1000));
    return tick;
  }

  private static byte[] encoded(Tick tick) {
    byte[] bytes = new byte[4096];
    return Arrays.copyOf(bytes, new TickCodec().encode(tick, new UnsafeBuffer(bytes), 0));
  }

  /** Damages a length or a count of most records, and a piece of some. */
  private byte[] damaged(byte[] message) {
    byte[] damaged =
        random.nextInt(4) == 0
            ? Arrays.copyOf(message, message.length + random.nextInt(-60, 20))
            : message.clone();
    for (int bytes = random.nextInt(3); bytes > 0; bytes--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(6);
    }
    return damaged;
  }
}
