package io.nfcs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NfcsConfigTest {
  /** Colours. */
  enum Colour {
    RED,
    DARK_BLUE
  }

  /** A nested block. */
  record Inner(
      @Setting(doc = "Depth", unit = "m", value = "1.5", min = 0, max = 10) double depth) {}

  /** Every kind of component. */
  record All(
      @Setting(doc = "Whole", unit = "Hz", value = "10", min = 1, max = 100) int whole,
      @Setting(doc = "Size", unit = "bytes", value = "64KiB", min = 0, max = 1L << 40)
          long sizeBytes,
      @Setting(doc = "Real", value = "0.5", min = -1, max = 1) double real,
      @Setting(doc = "Switch", value = "true") boolean on,
      @Setting(doc = "Text", value = "''") String text,
      @Setting(doc = "Colour", value = "red") Colour colour,
      @Setting(doc = "Numbers", value = "[1, 2.5]", min = -9, max = 9) List<Double> numbers,
      @Setting(doc = "Blocks", value = "[]") List<Inner> blocks,
      @Setting(doc = "Graph", value = "{a: [], b: [a]}") Map<String, List<String>> graph,
      @Setting(doc = "Inner", value = "{}") Inner inner) {}

  /** Texts, as a flow of YAML holds them. */
  record MoreWords(
      @Setting(doc = "Text", value = "''") String text,
      @Setting(doc = "Names", value = "[]") List<String> names,
      @Setting(doc = "Graph", value = "{}") Map<String, List<String>> graph) {}

  /** Texts, as a block of YAML holds them. */
  record Words(
      @Setting(doc = "Text", value = "''") String text,
      @Setting(doc = "Names", value = "[]") List<String> names,
      @Setting(doc = "Graph", value = "{}") Map<String, List<String>> graph,
      @Setting(doc = "In", value = "{}") MoreWords in) {}

  /** Numbers with open ends. */
  record Open(
      @Setting(doc = "Any", value = "0") double any,
      @Setting(doc = "Bounded above", value = "0", max = 1) double most) {}

  /** Powers of two, alone and in a list. */
  record Powers(
      @Setting(doc = "Size", value = "32", min = 16, max = 2048, powerOfTwo = true) int size,
      @Setting(doc = "Sizes", value = "[1]", min = 1, max = 8, powerOfTwo = true)
          List<Integer> sizes) {}

  /** Has secrets, at the top and in a block. */
  record Guarded(
      @Setting(doc = "Address", value = "''") Secret url,
      @Setting(doc = "Block", value = "{}") Inside inside) {
    /** A block. */
    record Inside(
        @Setting(doc = "Secrets", value = "[]") List<Secret> keys,
        @Setting(doc = "Open", value = "''") String open) {}
  }

  /** A number that may be anything. */
  record Rangeless(@Setting(doc = "Number", value = "1", min = 0) double number) {}

  /** The same in a list. */
  record RangelessInside(@Setting(doc = "Blocks", value = "[]") List<Rangeless> blocks) {}

  /** Refuses by itself. */
  record Picky(@Setting(doc = "Even number", value = "2") int even) {
    Picky {
      if (even % 2 != 0) {
        throw new IllegalArgumentException("even: " + even + ", allowed even numbers");
      }
    }
  }

  /** Has no default. */
  record Needy(@Setting(doc = "What is needed") String needed) {}

  @Test
  void shouldFillInDefaults() {
    assertEquals(
        new All(
            10,
            65536,
            0.5,
            true,
            "",
            Colour.RED,
            List.of(1.0, 2.5),
            List.of(),
            Map.of("a", List.of(), "b", List.of("a")),
            new Inner(1.5)),
        all(""));
  }

  @Test
  void shouldBindEveryKind() {
    All all =
        all(
            """
            all:
              whole: 1_00
              size_bytes: 2GiB
              real: -1e-1
              on: false
              text: 'yes: no'
              colour: dark-blue
              numbers: []
              blocks: [{depth: 3}, {}]
              graph: {x: []}
              inner:
                depth: 10
            """);
    assertEquals(
        new All(
            100,
            2L << 30,
            -0.1,
            false,
            "yes: no",
            Colour.DARK_BLUE,
            List.of(),
            List.of(new Inner(3), new Inner(1.5)),
            Map.of("x", List.of()),
            new Inner(10)),
        all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "whole: 0 | t.yaml:2: all.whole: 0 Hz is out of range; allowed: 1..100 Hz (default 10)",
        "whole: 1.5 | t.yaml:2: all.whole: 1.5 is not allowed; expected a whole number, 1..100"
            + " Hz",
        "whole: ten | t.yaml:2: all.whole: ten is not allowed; expected a whole number, 1..100"
            + " Hz",
        "whole: [1] | t.yaml:2: all.whole: [1] is not allowed; expected one value",
        "real: .nan | t.yaml:2: all.real: .nan is not allowed; expected a number, -1..1",
        "real: .inf | t.yaml:2: all.real: .inf is not allowed; expected a number, -1..1",
        "real: 1.001 | t.yaml:2: all.real: 1.001 is out of range; allowed: -1..1 (default 0.5)",
        "size_bytes: 5QiB | t.yaml:2: all.size_bytes: 5QiB is not allowed; expected a whole"
            + " number, 0..1099511627776 bytes, also as 64KiB, 64MiB or 2GiB",
        "on: maybe | t.yaml:2: all.on: maybe is not allowed; expected true or false",
        "colour: blue | t.yaml:2: all.colour: blue is not allowed; expected one of [red,"
            + " dark-blue]",
        "numbers: 3 | t.yaml:2: all.numbers: 3 is not allowed; expected a list",
        "numbers: [1, 1e300, 2] | t.yaml:2: all.numbers: 1e300 is out of range; allowed: -9..9"
            + " (default [1, 2.5])",
        "numbers: [1, .nan] | t.yaml:2: all.numbers: .nan is not allowed; expected a number,"
            + " -9..9",
        "graph: 3 | t.yaml:2: all.graph: 3 is not allowed; expected a block of keys",
        "inner: {depht: 1} | t.yaml:2: all.inner.depht is not a setting; did you mean depth? Allowed:"
            + " [depth]",
        "inner: {depth: 11} | t.yaml:2: all.inner.depth: 11 m is out of range; allowed: 0..10 m"
            + " (default 1.5)",
        "whole: !!java.net.URL x | t.yaml:2: anchors, aliases and tags are not allowed; expected plain"
            + " values",
        "text: &a b | t.yaml:2: anchors, aliases and tags are not allowed; expected plain values",
      })
  void shouldNameFileLineKeyValueAndWhatIsAllowed(String line, String message) {
    assertMessage(message, () -> all("all:\n  " + line + "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "any: 1e400 | t.yaml:1: open.any: 1e400 is out of range; allowed: what a double holds"
            + " (default 0)",
        "most: 2 | t.yaml:1: open.most: 2 is out of range; allowed: 1 or less (default 0)",
        "any: 1e-400 | t.yaml:1: open.any: 1e-400 is not allowed; expected 0 or a number that a"
            + " double tells from 0",
      })
  void shouldRefuseWhatADoubleCannotHold(String line, String message) {
    assertMessage(
        message,
        () -> NfcsConfig.parse("t.yaml", "open: {" + line + "}").section("open", Open.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "size: 100 | set powers.size: 100 is not allowed; expected a power of two from 16 to"
            + " 2048 (default 32)",
        "size: 8 | set powers.size: 8 is not allowed; expected a power of two from 16 to"
            + " 2048 (default 32)",
        "size: 4096 | set powers.size: 4096 is not allowed; expected a power of two from 16 to"
            + " 2048 (default 32)",
        "size: -16 | set powers.size: -16 is not allowed; expected a power of two from 16 to"
            + " 2048 (default 32)",
        "size: 1e1000000 | set powers.size: 1e1000000 is not allowed; expected a power of two from"
            + " 16 to 2048 (default 32)",
        "sizes: [2, 3] | set powers.sizes: 3 is not allowed; expected a power of two from 1 to 8"
            + " (default [1])",
      })
  void shouldRefuseWhatIsNoPowerOfTwo(String setting, String message) {
    String[] keyAndValue = setting.split(": ", 2);
    assertMessage(
        message,
        () ->
            NfcsConfig.parse("t.yaml", "")
                .with("powers." + keyAndValue[0], keyAndValue[1])
                .section("powers", Powers.class));
  }

  @Test
  void shouldTakePowersOfTwo() {
    NfcsConfig config = NfcsConfig.parse("t.yaml", "powers: {size: 2048, sizes: [1, 8, 4]}");
    assertEquals(new Powers(2048, List.of(1, 8, 4)), config.section("powers", Powers.class));
  }

  @Test
  void shouldNotDeclareANumberWithoutARange() {
    for (Class<? extends Record> type : List.of(Rangeless.class, RangelessInside.class)) {
      SettingsReference reference = new SettingsReference();
      assertThrows(
          IllegalArgumentException.class, () -> reference.section("rangeless", "Doc.", type));
    }
  }

  @Test
  void shouldNameTheFirstKeyThatIsNotAsBefore() {
    NfcsConfig before = NfcsConfig.parse("before", "{all: {whole: 10, inner: {depth: 2}}}");
    assertNull(
        before.difference(NfcsConfig.parse("x", "{all: {inner: {depth: 2}}}"), "all", All.class));
    assertEquals(
        "all.whole is 10 and was 11",
        before.difference(before.with("all.whole", "11"), "all", All.class));
    assertEquals(
        "all.inner.depth is 2.0 and was 3.0",
        before.difference(before.with("all.inner.depth", "3"), "all", All.class));
    NfcsConfig secret = NfcsConfig.parse("secret", "{guarded: {url: 'redis://:hunter2@a'}}");
    String shown =
        secret.difference(
            secret.with("guarded.url", "redis://:hunter3@a"), "guarded", Guarded.class);
    assertFalse(String.valueOf(shown).contains("hunter"), shown);
  }

  @Test
  void shouldShowNoSecret() {
    String yaml =
        """
        guarded:
          url: redis://user:hunter2@host:6379/1?x=hunter2
          inside: {keys: [hunter2, 'redis://hunter2@a'], open: 'kept://a@b'}
        """;
    NfcsConfig config = NfcsConfig.parse("t.yaml", yaml);
    String unbound = config.toYaml();
    assertFalse(unbound.contains("hunter2@"), unbound);
    Guarded guarded = config.section("guarded", Guarded.class);
    assertEquals("redis://user:hunter2@host:6379/1?x=hunter2", guarded.url().reveal());
    assertEquals("redis://***@host:6379/1?***", guarded.url().toString());
    assertHidden(guarded.toString());
    String shown = config.toYaml();
    assertHidden(shown);
    assertTrue(shown.contains("kept://a@b"), shown);
    assertTrue(config.toYamlWithSecrets().contains("hunter2"));
    assertEquals(shown, NfcsConfig.parse("again", shown).toYamlWithSecrets());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guarded: {url: ['redis://:hunter2@host']}",
        "guarded: {url: {password: hunter2}}",
        "guarded: {inside: 'redis://:hunter2@host'}",
        "guarded: {inside: {keys: 'redis://:hunter2@host'}}",
        "guarded: 'redis://:hunter2@host'",
      })
  void shouldShowNoSecretInAnError(String yaml) {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> NfcsConfig.parse("t.yaml", yaml).section("guarded", Guarded.class));
    assertHidden(refused.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Dredis.password=hunter2 | -Dredis.password=***",
        "-Djavax.net.ssl.keyStorePassword=hunter2 | -Djavax.net.ssl.keyStorePassword=***",
        "-Durl=redis://:hunter2@host/1 | -Durl=redis://***@host/1",
        "-Xmx4g | -Xmx4g",
        "-Dnfcs.token_file=a | -Dnfcs.token_file=a",
        "--add-opens=java.base/java.io=ALL-UNNAMED | --add-opens=java.base/java.io=ALL-UNNAMED",
      })
  void shouldShowArgumentsWithoutSecrets(String argument, String shown) {
    assertEquals(shown, Secret.ofArgument(argument));
  }

  @ParameterizedTest
  @CsvSource({
    "redis://localhost:6379, redis://localhost:6379",
    "redis://[::1]:6379/2, redis://[::1]:6379/2",
    "redis://:hunter2, redis://***",
    "redis://me:hunter2, redis://***",
    "redis//:hunter2@host, ***",
    "redis://me:h@unter2@host, redis://***@host",
  })
  void shouldShowWhatIsNotSecretInAnAddress(String address, String shown) {
    assertEquals(shown, new Secret(address).toString());
  }

  @Test
  void shouldRefuseWhatIsNestedTooDeeply() {
    String deep = "a: " + "[".repeat(200_000) + "]".repeat(200_000);
    assertThrows(ConfigException.class, () -> NfcsConfig.parse("t.yaml", deep));
  }

  @Test
  void shouldRefuseAKeyThatStandsTwice() {
    assertMessage("t.yaml:3: whole stands twice", () -> all("all:\n  whole: 1\n  whole: 2\n"));
  }

  @Test
  void shouldPointAtWhatIsNoYaml() {
    ConfigException refused = assertThrows(ConfigException.class, () -> all("all:\n  whole: [1\n"));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("t.yaml:3: not YAML, column 1: "), message);
  }

  @Test
  void shouldNameAMissingFile() {
    assertMessage(
        "configuration no-such.yaml cannot be read: it does not exist",
        () -> NfcsConfig.load(Path.of("no-such.yaml")));
  }

  @Test
  void shouldSetAKeyToWhatIsGivenAndNothingElse() {
    NfcsConfig file = NfcsConfig.parse("t.yaml", "a: {b: {c: 1, d: 2}, e: 3}\n");
    assertEquals("a:\n  b: {d: 4}\n  e: 3\n", file.with("a.b", "{d: 4}").toYaml());
    assertEquals("a:\n  b: {c: 1, d: 4}\n  e: 3\n", file.with("a.b.d", "4").toYaml());
    assertEquals("a:\n  b: {c: {f: 4}, d: 2}\n  e: 3\n", file.with("a.b.c.f", "4").toYaml());
    assertEquals("a:\n  b: {c: 1, d: 2}\n  e: 3\nx:\n  y: 4\n", file.with("x.y", "4").toYaml());
  }

  @Test
  void shouldRefuseSectionsNobodyKnows() {
    NfcsConfig config = NfcsConfig.parse("t.yaml", "all: {}\nal: {}\n");
    config.section("all", All.class);
    assertMessage(
        "t.yaml:2: unknown section 'al'; did you mean all? Allowed: [all, later]",
        () -> config.refuseUnknown("later"));
  }

  @Test
  void shouldSayWhereARecordRefusesItsValues() {
    assertMessage(
        "t.yaml:1: picky: even: 3, allowed even numbers",
        () -> NfcsConfig.parse("t.yaml", "picky: {even: 3}").section("picky", Picky.class));
  }

  @Test
  void shouldAskForWhatHasNoDefault() {
    assertMessage(
        "t.yaml:1: needy.needed is missing: What is needed (it has no default)",
        () -> NfcsConfig.parse("t.yaml", "needy: {}").section("needy", Needy.class));
  }

  @Test
  void shouldLayOneFileOverAnotherKeyByKey() {
    NfcsConfig lower = NfcsConfig.parse("a.yaml", "all:\n  whole: 7\n  inner: {depth: 2}\n");
    NfcsConfig upper = NfcsConfig.parse("b.yaml", "all:\n  whole: 8\n  real: 3\n");
    assertMessage(
        "b.yaml:3: all.real: 3 is out of range; allowed: -1..1 (default 0.5)",
        () -> lower.overlay(upper).section("all", All.class));
    All all = lower.overlay(upper).with("all.real", "1").section("all", All.class);
    assertEquals(8, all.whole());
    assertEquals(2, all.inner().depth());
    assertEquals(1, all.real());
  }

  @Test
  void shouldNameTheKeyOfASettingFromTheCommandLine() {
    assertMessage(
        "set all.whole: x is not allowed; expected a whole number, 1..100 Hz",
        () -> NfcsConfig.parse("t.yaml", "").with("all.whole", "x").section("all", All.class));
    assertMessage(
        "whole: a key is section.key, such as orchestrator.hz",
        () -> NfcsConfig.parse("t.yaml", "").with("whole", "1"));
  }

  @Test
  void shouldSayWhatIsWrongWithWhatIsSetByItself() {
    NfcsConfig config = NfcsConfig.parse("t.yaml", "");
    assertMessage(
        "set all.whole: nothing is given; expected a value, '' for no text",
        () -> config.with("all.whole", " "));
    assertEquals("", config.with("all.text", "''").section("all", All.class).text());
    assertMessage(
        "set all.hole is not a setting; did you mean whole? Allowed: [blocks, colour, graph, inner,"
            + " numbers, on, real, size_bytes, text, whole]",
        () -> config.with("all.hole", "1").section("all", All.class));
    assertMessage(
        "set all.inner.depth: x is not allowed; expected a number, 0..10 m",
        () -> config.with("all.inner.depth", "x").section("all", All.class));
    ConfigException refused =
        assertThrows(ConfigException.class, () -> config.with("all.numbers", "[1"));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("set all.numbers: not YAML, column "), message);
  }

  @Test
  void shouldReadNothingButAFileOfSomeSize(@TempDir Path folder) throws IOException {
    assertMessage(
        "configuration " + folder + " is not a regular file; expected a file of at most 1 MiB",
        () -> NfcsConfig.load(folder));
    Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
    assertMessage(
        "configuration " + large + " has 1048577 bytes; allowed: up to 1 MiB",
        () -> NfcsConfig.load(large));
    Path most = Files.writeString(folder.resolve("most.yaml"), "#".repeat(1 << 20));
    assertEquals(10, NfcsConfig.load(most).section("all", All.class).whole());
    Path bytes = Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff});
    assertMessage(
        "configuration " + bytes + " cannot be read: it is not text in UTF-8",
        () -> NfcsConfig.load(bytes));
  }

  @Test
  void shouldReadBackWhatItWrites() {
    String yaml =
        "all:\n  text: 'it''s # no comment'\n  graph: {x: [], y: [x]}\n  blocks: [{depth: 3}]\n";
    NfcsConfig config = NfcsConfig.parse("t.yaml", yaml);
    String written = config.toYaml();
    NfcsConfig again = NfcsConfig.parse("again", written);
    assertEquals(config.section("all", All.class), again.section("all", All.class));
    assertEquals(written, again.toYaml());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text: a, b",
        "text: a}b ]",
        "text: '- it''s: a # b'",
        "text: \"two\\nlines\\tand \\u0001 \\\\ \\\" \\u2028 \"",
        "text: gr\u00fcn \ud83c\udf00",
        "text: \"\\u0085 and \\ufeff\"",
        "text: ' '",
        "text:",
        "names: [x, 'a, b', ~]",
        "graph: {'a: b': [x], 'x #y': [], '': [], '- z': []}",
      })
  void shouldReadBackEveryTextAndKey(String line) {
    NfcsConfig config = NfcsConfig.parse("t.yaml", "words:\n  " + line + "\n  in:\n    " + line);
    String written = config.toYaml();
    NfcsConfig again = NfcsConfig.parse("again", written);
    assertEquals(config.section("words", Words.class), again.section("words", Words.class));
    assertEquals(written, again.toYaml());
  }

  @Test
  void shouldWriteAReferenceThatIsItsOwnDefault() {
    String reference = new SettingsReference().section("all", "All.", All.class).toString();
    assertEquals(all(""), all(reference));
    assertTrue(reference.contains("  # Whole. [Hz, 1..100]\n  whole: 10\n"), reference);
  }

  @Test
  void shouldRecordEverySectionThatThreadsBindAtOnce() throws Exception {
    int threads = 4;
    int sections = 4000;
    NfcsConfig config =
        NfcsConfig.parse(
            "t.yaml",
            IntStream.range(0, sections)
                .mapToObj(i -> "s" + i + ": {text: a}\n")
                .collect(Collectors.joining()));
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService executor =
        Executors.newFixedThreadPool(threads, work -> new Thread(work, "binder"))) {
      List<Future<?>> binding = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread;
        binding.add(
            executor.submit(() -> {
              start.await();
              for (int i = first; i < sections; i += threads) {
                config.section("s" + i, MoreWords.class);
              }
              return first;
            }));
      }
      for (Future<?> bound : binding) {
        bound.get();
      }
    }
    config.refuseUnknown();
  }

  private static All all(String yaml) {
    return NfcsConfig.parse("t.yaml", yaml).section("all", All.class);
  }

  private static void assertHidden(String text) {
    assertFalse(text.contains("hunter2"), text);
  }

  private static void assertMessage(String message, Runnable call) {
    ConfigException refused = assertThrows(ConfigException.class, call::run);
    assertEquals(message, refused.getMessage());
  }
}
