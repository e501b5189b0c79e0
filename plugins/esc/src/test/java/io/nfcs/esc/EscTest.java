package io.nfcs.esc;

import static io.nfcs.esc.TokenVectors.DIMENSION;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class EscTest {
  private static final EscSettings SETTINGS =
      new EscSettings(
          0.95, List.of("Zorglub", "Übel", "κακός", "großes"), 2048, 10, 8192, 256, 0.95);

  /** Digest of the field after the texts of {@link #shouldBeTheSameInEveryInstance}. */
  private static final String GOLDEN = "46d6ef8d6bd02bcf";

  private static final String CALM = "the field is calm and every oscillator keeps its phase";

  private final Esc esc = esc();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          harmony,      SEMANTIC,       0.05
          harmless,     CONSTITUTIONAL, 0
          harm,         UNSAFE,         0.85
          HARM!,        UNSAFE,         0.85
          "(kill),",    UNSAFE,         0.98
          skill,        SEMANTIC,       0.05
          killjoy,      SEMANTIC,       0.05
          zorglub,      UNSAFE,         0.98
          classic,      SEMANTIC,       0.05
          lawn,         SEMANTIC,       0.05
          Law,          CONSTITUTIONAL, 0
          again,        ECHO,           0.1
          the,          STRUCTURAL,     0
          ...,          STRUCTURAL,     0
          <end>,        CONTROL,        0.3
          [system],     CONTROL,        0.3
          7.5,          SEMANTIC,       0.05
          größe,        SEMANTIC,       0.05
          übel,         UNSAFE,         0.98
          ÜBEL!,        UNSAFE,         0.98
          "(Übel),",    UNSAFE,         0.98
          ΚΑΚΌΣ,        UNSAFE,         0.98
          GROẞES,       UNSAFE,         0.98
          Übels,        SEMANTIC,       0.05
          """)
  void shouldJudgeWholeWords(String token, TokenKind kind, double risk) {
    process(esc, token, 1);
    assertEquals(1, esc.batch().size());
    assertEquals(kind, esc.batch().kind(0));
    assertEquals(risk, esc.batch().risk(0));
    assertEquals(token, esc.batch().text(0));
  }

  @Test
  void shouldJudgeATokenTheSameWhereverItStands() {
    List<String> words = new ArrayList<>(List.of((CALM + " harm again law <x> 8").split(" ", -1)));
    process(esc, String.join(" ", words), 1);
    List<String> first = read(esc);
    Collections.shuffle(words, new Random(1));
    process(esc, String.join("\n\t ", words), 1);
    List<String> second = read(esc);
    assertEquals(first.stream().sorted().toList(), second.stream().sorted().toList());
  }

  /** As Java compares, except where another case has more bytes; bytes that are not text stay. */
  @Test
  void shouldHaveOneCaseOfEveryLetter() {
    for (int point = 0; point < 0x20000; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        String letter = "x" + Character.toString(point) + "y";
        int lower = Character.toLowerCase(Character.toUpperCase(point));
        String expected = "x" + Character.toString(lower) + "y";
        byte[] bytes = letter.getBytes(StandardCharsets.UTF_8);
        boolean isLonger = expected.getBytes(StandardCharsets.UTF_8).length > bytes.length;
        assertEquals(
            isLonger ? letter : expected, new String(lower(bytes), StandardCharsets.UTF_8));
      }
    }
    byte[] longA = {(byte) 0xc1, (byte) 0x81};
    byte[] half = {'x', (byte) 0xc3};
    assertArrayEquals(longA, lower(longA));
    assertArrayEquals(half, lower(half));
  }

  private static byte[] lower(byte[] text) {
    byte[] lower = new byte[text.length];
    return Arrays.copyOf(lower, Utf8.lower(new UnsafeBuffer(text), 0, text.length, lower));
  }

  @Test
  void shouldSayWhatATextAmountsTo() {
    process(esc, "please do not kill or harm anybody here now", 0.9);
    assertEquals(9, esc.batch().size());
    assertEquals(0.98, esc.risk());
    assertEquals(2 / 9.0, esc.unsafeRatio());
    assertEquals(8, esc.accepted());
    process(esc, "please do not kill or harm anybody here now", 0.8);
    assertEquals(7, esc.accepted());
    process(esc, "  ", 1);
    assertEquals(0, esc.batch().size());
    assertEquals(0, esc.risk());
    assertEquals(0, esc.unsafeRatio());
    assertEquals(0, esc.echo());
  }

  /** A batch like one that is known, except for one unsafe token: found in the new tokens. */
  @Test
  void shouldFilterTheNewTokensWhateverIsKnown() {
    String known = words(40, 3);
    process(esc, known, 1);
    process(esc, known + " kill", 1);
    assertEquals(1, esc.reused(), "cosine of 40 and 40 of 41 tokens is about 0.99");
    assertEquals(40, esc.accepted());
    assertEquals(0.98, esc.risk());
    assertEquals(1 / 41.0, esc.unsafeRatio());
  }

  /** 2^(-age / 10), by hand. */
  @Test
  void shouldHearAnEchoThatFades() {
    process(esc, CALM, 1);
    assertEquals(0, esc.echo());
    process(esc, CALM, 1);
    assertEquals(0.9330329915368074, esc.echo(), 1e-15);
    for (int i = 0; i < 9; i++) {
      process(esc, words(5, 100 + i), 1);
    }
    process(esc, CALM, 1);
    assertEquals(0.5, esc.echo(), 1e-15);
    process(esc, CALM + " " + words(10, 999), 1);
    assertEquals(10 * 0.9330329915368074 / 20, esc.echo(), 1e-15);
  }

  @Test
  void shouldForgetTheOldestWordsFirst() {
    EchoMemory memory = new EchoMemory(64, 10);
    SplittableRandom random = new SplittableRandom(5);
    long[] ids = new long[1000];
    for (int now = 0; now < ids.length; now++) {
      ids[now] = random.nextLong();
      memory.say(ids[now], now + 1);
    }
    int heard = 0;
    for (int now = 0; now < ids.length; now++) {
      heard += memory.echo(ids[now], 1001) > 0 ? 1 : 0;
    }
    assertEquals(64, heard);
    assertTrue(memory.echo(ids[999], 1001) > 0.9);
    assertEquals(0, memory.echo(ids[0], 1001));
  }

  /** Against the formulas with full matrices, every vector of every token, and no cache. */
  @Test
  void shouldDriveTheFieldAsThePlainFormulasDo() {
    PlainEsc plain = new PlainEsc();
    for (int i = 0; i < 12; i++) {
      String text = words(1 + 7 * i, 50 + i);
      process(esc, text, 1);
      long[] ids = IntStream.range(0, esc.batch().size()).mapToLong(esc.batch()::id).toArray();
      plain.drive(ids);
      for (int layer = 0; layer < SemanticField.LAYERS; layer++) {
        for (int j = 0; j < DIMENSION; j++) {
          assertEquals(plain.layers[layer][j], esc.field().value(layer, j), 1e-14);
        }
      }
      assertEquals(plain.order(), esc.order(), 1e-12);
    }
    assertEquals(0, esc.reused());
  }

  @Test
  void shouldBeOneInOrderWhileTheSameIsSaidAndLessAfterwards() {
    for (int i = 0; i < 20; i++) {
      process(esc, CALM, 1);
    }
    assertEquals(1, esc.order(), 1e-12);
    for (int i = 0; i < 20; i++) {
      process(esc, "other words are spoken now", 1);
    }
    assertTrue(esc.order() < 0.999, () -> "order " + esc.order());
    assertEquals(38, esc.reused());
  }

  @Test
  void shouldDoWithoutAttentionAndAddNothingWhereOnlyKnownAnswersAreWanted() {
    byte[] text = CALM.getBytes(StandardCharsets.UTF_8);
    esc.process(new UnsafeBuffer(text), text.length, 1, true);
    assertEquals(0, esc.known().size());
    double unit = 1 / Math.sqrt(DIMENSION);
    int[] signs = new int[DIMENSION];
    double sum = 0;
    for (int token = 0; token < esc.batch().size(); token++) {
      TokenVectors.signs(esc.batch().id(token), signs, 0);
      sum += signs[7] * unit;
    }
    double expected = 0.05 * 0.1 * sum / esc.batch().size();
    assertEquals(expected, esc.field().value(0, 7), 1e-15);
  }

  @Test
  void shouldBeTheSameInEveryInstance() {
    Esc other = esc();
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 200; i++) {
      String text = words(1 + random.nextInt(60), random.nextInt(50));
      process(esc, text, 0.9);
      process(other, text, 0.9);
      assertEquals(esc.digest(), other.digest());
    }
    assertTrue(esc.reused() > 0);
    // another machine has it from the first to the last bit
    assertEquals(GOLDEN, Long.toHexString(esc.digest()));
  }

  @Test
  void shouldTakeAnyBytes() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      esc.process(new UnsafeBuffer(bytes), bytes.length, random.nextDouble(), random.nextBoolean());
      String asJavaReads = new String(bytes, StandardCharsets.UTF_8);
      boolean isText = !asJavaReads.contains("\ufffd");
      boolean isKnown = true;
      for (int token = 0; token < esc.batch().size(); token++) {
        isKnown &= esc.batch().kind(token) != TokenKind.UNKNOWN;
      }
      assertTrue(!isText || isKnown, asJavaReads);
      assertTrue(esc.order() >= 0 && esc.order() <= 1);
    }
  }

  /** Exactly the bytes that Java's own decoder accepts are text. */
  @Test
  void shouldKnowTextFromOtherBytes() {
    SplittableRandom random = new SplittableRandom(10);
    int texts = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(4)];
      random.nextBytes(bytes);
      bytes[0] |= (byte) 0x80;
      if (i % 2 == 0) {
        int point = random.nextInt(0x80, 0x110000);
        bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
      }
      boolean isText =
          Arrays.equals(
              bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
      assertEquals(isText, Utf8.isValid(new UnsafeBuffer(bytes), 0, bytes.length));
      texts += isText ? 1 : 0;
    }
    assertTrue(texts > 90_000);
  }

  @Test
  void shouldTakeOneLongWordAndMoreWordsThanCount() {
    Esc large = new Esc(SETTINGS, 1 << 20);
    byte[] word = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    large.process(new UnsafeBuffer(word), word.length, 1, false);
    assertEquals(TokenKind.UNKNOWN, large.batch().kind(0));
    byte[] words = "a ".repeat(1 << 19).getBytes(StandardCharsets.UTF_8);
    words[words.length - 2] = '!';
    large.process(new UnsafeBuffer(words), words.length, 1, false);
    assertEquals(1 << 19, large.batch().size());
    byte[] last = ("b ".repeat(5000) + "kill").getBytes(StandardCharsets.UTF_8);
    large.process(new UnsafeBuffer(last), last.length, 1, false);
    assertEquals(0.98, large.risk());
    assertEquals(5000, large.accepted());
  }

  @Test
  void shouldAllocateNothing() {
    byte[][] texts = new byte[64][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = words(80, i).getBytes(StandardCharsets.UTF_8);
    }
    UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Set<Long> perTick = new HashSet<>();
    for (int round = 0; round < 8; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 200; i++) {
        byte[] text = texts[i % texts.length];
        buffer.wrap(text);
        esc.process(buffer, text.length, 1, false);
        esc.digest();
      }
      perTick.add((threads.getCurrentThreadAllocatedBytes() - before) / 200);
    }
    assertTrue(perTick.contains(0L), perTick::toString);
  }

  private static Esc esc() {
    return new Esc(SETTINGS, 1 << 16);
  }

  private static void process(Esc esc, String text, double limit) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    esc.process(new UnsafeBuffer(bytes), bytes.length, limit, false);
  }

  private static String words(int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add("w" + Long.toString(random.nextLong(1L << 40), 36));
    }
    return String.join(" ", words);
  }

  private static List<String> read(Esc esc) {
    List<String> read = new ArrayList<>();
    for (int i = 0; i < esc.batch().size(); i++) {
      read.add(
          esc.batch().text(i)
              + " "
              + esc.batch().id(i)
              + " "
              + esc.batch().kind(i)
              + " "
              + esc.batch().score(i)
              + " "
              + esc.batch().risk(i));
    }
    return read;
  }
}
