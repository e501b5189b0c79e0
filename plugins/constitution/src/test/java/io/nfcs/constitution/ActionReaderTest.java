package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.tick.Payload;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ActionReaderTest {
  private static final int BYTES = 4096;

  private final PolicyContext context = PolicySet.builtIn().newContext();
  private final Payload payload =
      new TickInput(new TickShape(List.of(), List.of(), BYTES)).actions();
  private final ActionReader reader = new ActionReader(context, payload);

  @Test
  void shouldReadOneActionALine() {
    begin("  read  risk_level=0.5\tlogged=true\r\n\n\nwrite data_retention_days=7");
    assertTrue(reader.next());
    assertEquals("read", context.operation());
    assertEquals(0.5, value("risk_level"));
    assertEquals(true, value("logged"));
    assertTrue(reader.next());
    assertNull(reader.error());
    assertEquals("write", context.operation());
    assertEquals(7L, value("data_retention_days"));
    assertFalse(context.has(context.index("risk_level")));
    assertFalse(reader.next());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          read risk_level=high, risk_level: high
          read risk_level=NaN, allowed: a finite number
          read risk_level=1e999, allowed: a finite number
          read risk_level=, allowed: a finite number
          read data_retention_days=1.5, allowed: a whole number
          read data_retention_days=99999999999999999999, allowed: a whole number
          read logged=yes, allowed: true or false
          read logged, logged is not key=value
          read danger=1, allowed keys: [
          Read risk_level=1, Read is not an operation
          risk_level=1, is not an operation
          """)
  void shouldSayWhatIsWrongAndGoOn(String line, String message) {
    begin(line + "\nread risk_level=0.25");
    assertTrue(reader.next());
    assertTrue(String.valueOf(reader.error()).contains(message), reader.error());
    assertTrue(reader.next());
    assertNull(reader.error());
    assertEquals(0.25, value("risk_level"));
    assertFalse(reader.next());
  }

  @Test
  void shouldReadNumbersAsJavaDoes() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 20_000; i++) {
      String number =
          switch (random.nextInt(3)) {
            case 0 -> Double.toString(random.nextDouble(-1000, 1000));
            case 1 -> "%d.%d".formatted(random.nextInt(), random.nextInt(1_000_000));
            default -> Double.toString(Double.longBitsToDouble(random.nextLong()));
          };
      begin("read risk_level=" + number);
      assertTrue(reader.next());
      double expected = Double.parseDouble(number) + 0.0;
      if (Double.isFinite(expected)) {
        assertEquals(expected, value("risk_level"), number);
      } else {
        assertNotNull(reader.error());
      }
    }
  }

  @Test
  void shouldSurviveAnyBytes() {
    SplittableRandom random = new SplittableRandom(7);
    String letters = "read risk_level=0.5 \n\t=-.eE\u00e4\u0000";
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      for (int j = 0; j < bytes.length && i % 2 == 0; j++) {
        bytes[j] = (byte) letters.charAt(random.nextInt(letters.length()));
      }
      begin(bytes);
      int lines = 0;
      while (reader.next()) {
        lines++;
      }
      assertTrue(lines <= bytes.length);
    }
  }

  private void begin(String text) {
    begin(text.getBytes(StandardCharsets.UTF_8));
  }

  private void begin(byte[] bytes) {
    payload.set(new UnsafeBuffer(bytes), 0, bytes.length);
    reader.begin(payload);
  }

  private Object value(String key) {
    assertNull(reader.error());
    int index = context.index(key);
    return context.keys().get(index).value(context.bits(index));
  }
}
