package io.nfcs.pipeline;

import io.nfcs.memory.Digest;
import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.Payload;
import io.nfcs.tick.TickInput;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Inputs of all kinds from a seed, those of a tick by its number alone: quiet and wild control,
 * parameters near their first value, now and then one that no stage can bear, steps of degradation
 * that last, texts that come again, the same or much alike, and actions good and bad.
 */
final class StateInputs {
  private static final int MOOD_TICKS = 24;
  private static final int TEXTS = 12;
  private static final double[] UNBEARABLE = {1e300, -1e300, Double.NaN, -1e5};
  private static final String[] WORDS = {
    "the",
    "law",
    "kill",
    "bomb",
    "again",
    "remember",
    "[end]",
    "<tool>",
    "rights",
    "cat",
    "sees",
    "water",
    "and",
    "never",
    "dignity",
    "lie",
    "steal",
    "repeat",
    "protect",
    "tree"
  };
  private static final String[] ACTIONS = {
    "read",
    "write risk=0.5",
    "delete risk_level=0.95",
    "read unsafe_tokens=0.7",
    "speak truth=true",
    "No operation",
    "write risk=",
    "read hallucination=1.5"
  };

  private final long seed;
  private final TickInput initial;

  /** Creates inputs around the initial input of a run. */
  StateInputs(long seed, TickInput initial) {
    this.seed = seed;
    this.initial = initial;
  }

  /** Returns the source of the further inputs of a tick. */
  SplittableRandom random(long number) {
    return new SplittableRandom(Digest.mix(seed, number));
  }

  /** Sets all inputs of a tick. */
  void fill(long number, TickInput input) {
    SplittableRandom mood = new SplittableRandom(Digest.mix(~seed, number / MOOD_TICKS));
    SplittableRandom random = new SplittableRandom(Digest.mix(seed + 1, number));
    input.copyFrom(initial);
    input.degradation(mood.nextBoolean() ? mood.nextInt(8) : 0);
    control(mood.nextBoolean() ? 0.2 : 20, random, input.control());
    for (int i = 0; i < input.parameterCount(); i++) {
      input.parameter(i, initial.parameter(i) * random.nextDouble(0.5, 1.5));
    }
    if (input.parameterCount() > 0 && random.nextInt(60) == 0) {
      input.parameter(random.nextInt(input.parameterCount()), unbearable(random));
    }
    if (random.nextInt(3) > 0) {
      set(input.tokens(), text(random));
    }
    for (int count = random.nextInt(3); count > 0; count--) {
      set(input.actions(), ACTIONS[random.nextInt(ACTIONS.length)] + "\n" + text(input.actions()));
    }
  }

  private static void control(double range, SplittableRandom random, ControlIntent control) {
    control.field(random.nextDouble(-range, range));
    control.modules(random.nextDouble(-range, range));
    control.coupling(random.nextDouble(0, 3));
    control.damping(random.nextInt(3) == 0 ? random.nextDouble(0, range) : 0);
    control.tokenLimit(random.nextDouble(0.3, 1));
    if (random.nextInt(30) == 0) {
      control.value(random.nextInt(ControlIntent.VALUES), unbearable(random));
    }
  }

  private static double unbearable(SplittableRandom random) {
    return UNBEARABLE[random.nextInt(UNBEARABLE.length)];
  }

  /** Returns one of a few texts, often as it is, else with words of its own. */
  private String text(SplittableRandom random) {
    SplittableRandom known = new SplittableRandom(Digest.mix(seed, -1 - random.nextInt(TEXTS)));
    StringBuilder text = new StringBuilder();
    append(text, 1 + known.nextInt(24), known);
    if (random.nextInt(3) == 0) {
      append(text, 1 + random.nextInt(2), random);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int words, SplittableRandom random) {
    for (int i = 0; i < words; i++) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
  }

  private static String text(Payload payload) {
    return payload.buffer().getStringWithoutLengthUtf8(0, payload.length());
  }

  private static void set(Payload payload, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int room = Math.min(bytes.length, payload.buffer().capacity());
    payload.set(new UnsafeBuffer(bytes), 0, room);
  }
}
