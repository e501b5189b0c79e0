package io.nfcs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars of a plugins folder: those that can be used, and one error for each that cannot. */
@Timeout(60)
class PluginsTest {
  private static final String SERVICE = "META-INF/services/io.nfcs.config.PluginKind";
  private static final String API = "META-INF/nfcs/api";

  @TempDir Path folder;
  private final List<Plugins> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Plugins::close);
  }

  @Test
  void shouldFindThePluginsOfAJar() throws Exception {
    jar("good.jar", Map.of(SERVICE, bytes("# ours\nGood # one\n\n"), "Good.class", good("Good")));
    jar("library.jar", Map.of("readme.txt", bytes("needed by others")));
    Map<String, Supplier<PluginKind>> found = plugins().find(PluginKind.class, PluginKind::name);
    assertEquals(Set.of("Good"), found.keySet());
    assertEquals("Good", Plugins.named(found, "kind", "Good").name());
  }

  @Test
  void shouldHaveOneClassForAllWhoUseItAtATime() throws Exception {
    Map<String, byte[]> jar = Map.of(SERVICE, bytes("Good"), "Good.class", good("Good"));
    jar("good.jar", jar);
    Plugins first = plugins();
    Class<?> type = type(first);
    Plugins second = plugins();
    assertSame(type, type(second));
    first.close();
    first.close();
    assertSame(type, type(plugins()), "the second has it open still");
    opened.forEach(Plugins::close);
    Class<?> later = type(plugins());
    assertNotSame(type, later);
    assertSame(later, type(plugins()));
  }

  @Test
  void shouldReadAFolderAgainThatWasRefused() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.jar"), "");
    assertThrows(ConfigException.class, this::plugins);
    Files.delete(bad);
    jar("good.jar", Map.of(SERVICE, bytes("Good"), "Good.class", good("Good")));
    assertEquals("Good", type(plugins()).getName());
  }

  @Test
  void shouldReadTheSectionsOfAJarThatWasReplaced() throws IOException {
    Path jar = jar("a.jar", Map.of("META-INF/nfcs/sections", bytes("tide")));
    assertTrue(plugins().sections().contains("tide"));
    opened.forEach(Plugins::close);
    Files.delete(jar);
    jar("a.jar", Map.of("A", bytes("a"), "META-INF/nfcs/sections", bytes("ebb"), "Z", bytes("z")));
    Set<String> sections = plugins().sections();
    assertTrue(sections.contains("ebb") && !sections.contains("tide"), sections::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "-1", "one", "", "99999999999"})
  void shouldNameAJarOfAnApiThatThisIsNot(String version) throws Exception {
    Path jar =
        jar(
            "a.jar",
            Map.of(SERVICE, bytes("Good"), "Good.class", good("Good"), API, bytes(version)));
    assertRefused(folder, jar.toString(), version, "1");
  }

  @Test
  void shouldNameAJarThatStatesNoApi() throws Exception {
    Path jar = folder.resolve("a.jar");
    PluginJar.write(jar, Map.of(SERVICE, bytes("Good"), "Good.class", good("Good")));
    assertRefused(folder, jar.toString(), "states no API version", API);
  }

  private static Class<?> type(Plugins plugins) {
    return Plugins.named(plugins.find(PluginKind.class, PluginKind::name), "kind", "Good")
        .getClass();
  }

  @Test
  void shouldNameAFolderThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(file, file.toString(), "not a folder");
    Path missing = folder.resolve("missing");
    assertRefused(missing, missing.toString(), "not a folder");
  }

  @Test
  void shouldNameAJarThatIsNone() throws IOException {
    for (String content : new String[] {"", "garbage", "PK\003\004garbage"}) {
      Path jar = Files.writeString(folder.resolve("bad.jar"), content);
      assertRefused(folder, jar.toString(), "cannot be read as a jar");
    }
  }

  @Test
  void shouldNameAJarThatHoldsNothing() throws IOException {
    Path jar = jar("empty.jar", Map.of("META-INF/MANIFEST.MF", bytes("Manifest-Version: 1.0\n\n")));
    assertRefused(folder, jar.toString(), "empty");
  }

  @Test
  void shouldNameAClassThatIsNotThere() throws IOException {
    Path jar = jar("lost.jar", Map.of(SERVICE, bytes("org.example.Lost\n")));
    assertRefused(folder, jar.toString(), "org.example.Lost", "not in the jar");
  }

  @Test
  void shouldNameAClassThatIsTooNew() throws Exception {
    byte[] tooNew = good("Newer");
    tooNew[7] = 99;
    Path jar = jar("new.jar", Map.of(SERVICE, bytes("Newer"), "Newer.class", tooNew));
    assertRefused(folder, jar.toString(), "Newer", "99");
  }

  @Test
  void shouldNameAClassThatIsDamaged() throws IOException {
    Path jar = jar("cut.jar", Map.of(SERVICE, bytes("Cut"), "Cut.class", bytes("cut")));
    assertRefused(folder, jar.toString(), "Cut");
  }

  @Test
  void shouldNameAClassThatNeedsAnother() throws Exception {
    Path classes = compile("Needy", "public Needed needed() { return null; }", "class Needed {}");
    Path jar =
        jar(
            "needy.jar",
            Map.of(
                SERVICE,
                bytes("Needy"),
                "Needy.class",
                Files.readAllBytes(classes.resolve("Needy.class"))));
    assertRefused(folder, jar.toString(), "Needy", "Needed");
  }

  @Test
  void shouldNameAClassThatCannotBeMade() throws Exception {
    Path classes = compile("Angry", "{ if (true) throw new IllegalStateException(\"no\"); }", "");
    byte[] angry = Files.readAllBytes(classes.resolve("Angry.class"));
    Path jar = jar("angry.jar", Map.of(SERVICE, bytes("Angry"), "Angry.class", angry));
    ConfigException refused =
        assertThrows(
            ConfigException.class, () -> plugins().find(PluginKind.class, PluginKind::name));
    for (String part : new String[] {jar.toString(), "Angry", "IllegalStateException: no"}) {
      assertTrue(refused.toString().contains(part), refused::toString);
    }
  }

  @Test
  void shouldNameAClassThatIsOfAnotherKind() throws IOException {
    Path classes = compile("class Other {}", "Other");
    jar(
        "other.jar",
        Map.of(
            SERVICE,
            bytes("Other"),
            "Other.class",
            Files.readAllBytes(classes.resolve("Other.class"))));
    String refused = assertThrows(ConfigException.class, this::plugins).toString();
    assertTrue(refused.contains("other.jar") && refused.contains("Other"), refused);
  }

  @Test
  void shouldNameTwoJarsOfOnePlugin() throws Exception {
    byte[] good = good("Good");
    Path first = jar("a.jar", Map.of(SERVICE, bytes("Good"), "Good.class", good));
    Path second = jar("b.jar", Map.of(SERVICE, bytes("Good"), "Good.class", good));
    assertRefused(folder, first.toString(), second.toString(), "Good");
  }

  @Test
  void shouldNameTwoPluginsOfOneName() throws Exception {
    Path classes = compile("Same", "public String name() { return \"Good\"; }", "");
    Path first = jar("a.jar", Map.of(SERVICE, bytes("Good"), "Good.class", good("Good")));
    byte[] same = Files.readAllBytes(classes.resolve("Same.class"));
    Path second = jar("b.jar", Map.of(SERVICE, bytes("Same"), "Same.class", same));
    String refused =
        assertThrows(
                ConfigException.class, () -> plugins().find(PluginKind.class, PluginKind::name))
            .toString();
    for (String part : new String[] {"named Good", first.toString(), second.toString(), "Same"}) {
      assertTrue(refused.contains(part), refused);
    }
  }

  private Plugins plugins() {
    Plugins plugins = Plugins.open(NfcsConfig.parse("t.yaml", "plugins: {dir: '" + folder + "'}"));
    opened.add(plugins);
    return plugins;
  }

  private static void assertRefused(Path dir, String... parts) {
    NfcsConfig config = NfcsConfig.parse("t.yaml", "plugins: {dir: '" + dir + "'}");
    String refused = assertThrows(ConfigException.class, () -> Plugins.open(config)).toString();
    for (String part : parts) {
      assertTrue(refused.contains(part), refused);
    }
    assertEquals(1, refused.lines().count(), refused);
  }

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path jar = folder.resolve(name);
    Map<String, byte[]> all = new TreeMap<>(entries);
    if (entries.containsKey(SERVICE)) {
      all.putIfAbsent(API, bytes(Plugins.API + "\n"));
    }
    PluginJar.write(jar, all);
    return jar;
  }

  private byte[] good(String name) throws IOException {
    return Files.readAllBytes(compile(name, "", "").resolve(name + ".class"));
  }

  /**
   * Returns the source of a plugin that is named as its class, with a member and a further class.
   */
  private Path compile(String name, String member, String further) throws IOException {
    String named =
        member.contains("name()") ? "" : "public String name() { return \"" + name + "\"; }";
    return compile(
        "public class "
            + name
            + " implements io.nfcs.config.PluginKind { "
            + named
            + member
            + " }\n"
            + further,
        name);
  }

  private Path compile(String text, String name) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    Path source = Files.writeString(classes.resolve(name + ".java"), text);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = Path.of(place(PluginsTest.class)).toString();
    assertEquals(
        0,
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            path,
            "-d",
            classes.toString(),
            source.toString()));
    return classes;
  }

  private static URI place(Class<?> type) {
    return URI.create(String.valueOf(type.getProtectionDomain().getCodeSource().getLocation()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
