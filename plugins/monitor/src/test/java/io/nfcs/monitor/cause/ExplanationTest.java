package io.nfcs.monitor.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.monitor.cause.LateTick.Part;
import io.nfcs.monitor.cause.Pauses.Pause;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Ticks of two stages, each by hand; a unit of time is a microsecond. */
class ExplanationTest {
  private static final long MICRO = 1000;
  private static final List<String> STAGES = List.of("cgl", "risk");

  /** Wake-up 10, queue 10, cgl 1000, risk 100, rest 10. */
  private static final long[] USUAL = {10, 10, 1000, 100, 10};

  @Test
  void shouldGiveAPauseItsShareWhereverItFalls() {
    Span span = span(10, 10, 21_000, 100, 10);
    Pause pause = new Pause(500 * MICRO, 20_500 * MICRO, true, "G1 Young");
    assertParts(explain(span, null, 0, 0, pause), part(Cause.GC, "G1 Young", 20_000));
  }

  @Test
  void shouldCountTheOperationOfACollectionOnce() {
    Span span = span(10, 10, 21_000, 100, 10);
    Pause collection = new Pause(600 * MICRO, 20_500 * MICRO, true, "G1 Young");
    Pause operation = new Pause(500 * MICRO, 20_600 * MICRO, false, "G1CollectForAllocation");
    LateTick late = explain(span, null, 0, 0, operation, collection);
    assertEquals(Cause.GC, late.main().cause());
    assertEquals(19_900 * MICRO, late.main().nanos());
  }

  @Test
  void shouldNameAnotherSafepoint() {
    Span span = span(5010, 10, 1000, 100, 10);
    Pause pause = new Pause(0, 5000 * MICRO, false, "ThreadDump");
    assertParts(explain(span, null, 0, 0, pause), part(Cause.SAFEPOINT, "ThreadDump", 5000));
  }

  @Test
  void shouldNameTheStage() {
    Span span = span(10, 10, 1000, 9100, 10);
    assertParts(explain(span, null, 0, 0), part(Cause.STAGE, "risk", 9000));
  }

  @Test
  void shouldNameTheJournalThatWroteTheTickBefore() {
    Span span = span(10, 8010, 1000, 100, 10);
    assertParts(
        explain(span, null, 0, 7000),
        part(Cause.JOURNAL, "", 7000),
        part(Cause.UNEXPLAINED, "", 1000));
  }

  /**
   * A thread that waits for a disk reaches no safepoint, and a request for a safepoint waits for
   * it.
   */
  @Test
  void shouldNameTheJournalThatOthersWaitedForAtASafepoint() {
    Span before = later(span(10, 10, 1000, 100, 10), -1130);
    Pause reaching = new Pause(20 * MICRO, 7000 * MICRO, false, Pauses.REACHING);
    Pause collection = new Pause(7000 * MICRO, 7100 * MICRO, true, "G1 Young");
    Span queued = span(10, 8110, 1000, 100, 10);
    assertParts(
        explain(queued, before, 0, 8000, reaching, collection),
        part(Cause.JOURNAL, "", 8000),
        part(Cause.GC, "G1 Young", 100));
    Span woken = span(7110, 10, 1000, 100, 10);
    assertParts(
        explain(woken, before, 0, 7000, reaching, collection),
        part(Cause.JOURNAL, "", 6980),
        part(Cause.GC, "G1 Young", 100),
        part(Cause.UNEXPLAINED, "", 20));
    assertParts(
        explain(woken, before, 0, 1, reaching),
        part(Cause.SAFEPOINT, Pauses.REACHING, 6980),
        part(Cause.UNEXPLAINED, "", 120));
  }

  @Test
  void shouldNameTheStageOfTheTickBeforeThatStoodInTheWay() {
    Span before = span(10, 10, 30_000, 100, 10);
    Span span = later(span(10, 20_010, 1000, 100, 10), 10_000);
    assertParts(explain(span, before, 0, 0), part(Cause.BACK_PRESSURE, "cgl", 20_000));
  }

  @Test
  void shouldNameProcessorsAsFarAsTheKernelCounted() {
    Span span = span(3010, 10, 6000, 100, 10);
    assertParts(
        explain(span, null, 7000, 0), part(Cause.CPU, "", 7000), part(Cause.STAGE, "cgl", 1000));
  }

  @Test
  void shouldNameTheTierThatTookMostOfIt() {
    Span span = span(10, 10, 9000, 100, 10);
    Observed observed =
        new Observed(span, null, usual(), 0, 0, Map.of("a/redis", 7900 * MICRO, "a/disk", 5L));
    assertParts(
        Explanation.of(observed, STAGES, false, List.of()), part(Cause.TIER, "a/redis", 8000));
  }

  /** In all cases the parts sum up to the lateness, none is negative, and none is repeated. */
  @RepeatedTest(200)
  void shouldAddUp(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    Span span = random(random);
    Span before = later(random(random), -random.nextLong(20_000));
    Pause[] pauses = new Pause[random.nextInt(5)];
    for (int i = 0; i < pauses.length; i++) {
      long from = random.nextLong(20_000) * MICRO;
      pauses[i] =
          new Pause(from, from + random.nextLong(9000) * MICRO, random.nextBoolean(), "p" + i);
    }
    LateTick late = explain(span, before, random.nextLong(9000), random.nextLong(9000), pauses);
    long usual = Arrays.stream(USUAL).sum() * MICRO;
    assertEquals(span.totalNanos() - usual, late.lateNanos());
    if (late.lateNanos() > 0) {
      long sum = late.parts().stream().mapToLong(Part::nanos).sum();
      assertEquals((double) late.lateNanos(), (double) sum, late.parts().size());
      late.parts().forEach(one -> assertEquals(Math.abs(one.nanos()), one.nanos()));
      assertEquals(
          late.parts().size(),
          late.parts().stream().map(one -> one.cause() + one.what()).distinct().count());
    }
  }

  private static Span random(SplittableRandom random) {
    return span(
        random.nextLong(9000),
        random.nextLong(9000),
        random.nextLong(9000),
        random.nextLong(9000),
        random.nextLong(100));
  }

  private static void assertParts(LateTick late, Part... parts) {
    assertEquals(List.of(parts), late.parts());
  }

  private static Part part(Cause cause, String what, long micros) {
    return new Part(cause, what, micros * MICRO);
  }

  private static LateTick explain(
      Span span, @Nullable Span before, long delay, long journal, Pause... pauses) {
    Observed observed =
        new Observed(span, before, usual(), delay * MICRO, journal * MICRO, Map.of());
    return Explanation.of(observed, STAGES, false, List.of(pauses));
  }

  private static long[] usual() {
    return Arrays.stream(USUAL).map(micros -> micros * MICRO).toArray();
  }

  /** Returns a tick that was due at 0, by the length of its pieces. */
  private static Span span(long... micros) {
    long[] from = new long[micros.length];
    long[] to = new long[micros.length];
    long cursor = 0;
    for (int piece = 0; piece < micros.length; piece++) {
      from[piece] = cursor;
      cursor += micros[piece] * MICRO;
      to[piece] = cursor;
    }
    return new Span(7, 0, 0, 0, from, to);
  }

  private static Span later(Span span, long micros) {
    return new Span(
        span.number(),
        0,
        span.dueNanos() + micros * MICRO,
        span.scheduledNanos() + micros * MICRO,
        Arrays.stream(span.fromNanos()).map(nanos -> nanos + micros * MICRO).toArray(),
        Arrays.stream(span.toNanos()).map(nanos -> nanos + micros * MICRO).toArray());
  }
}
