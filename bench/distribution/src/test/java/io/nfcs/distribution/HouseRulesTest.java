package io.nfcs.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.nfcs.house.Sources;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about the modules and packages that may know others, and the users of each library. */
@Timeout(120)
class HouseRulesTest {
  /** The classes of all modules without their tests, those of the benchmarks as well. */
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPaths(Sources.classFolders());

  /** The classes of all modules, their tests as well. */
  private static final JavaClasses EVERYTHING =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("distribution/Planted"))
          .importPaths(Sources.classFolders());

  private static final DescribedPredicate<JavaAccess<?>> NEVER =
      DescribedPredicate.describe(
          "sleeps, deserialises or starts a thread without a name", HouseRulesTest::isNever);

  private static final DescribedPredicate<JavaAccess<?>> READS_TIME =
      DescribedPredicate.describe("reads the machine's time", HouseRulesTest::readsTime);

  private static final ArchCondition<JavaClass> PRINT =
      ArchConditions.accessField(System.class, "out")
          .or(ArchConditions.accessField(System.class, "err"));

  private static final String[] GRID = {
    "io.nfcs.grid..",
    "io.nfcs.cache..",
    "io.nfcs.codec..",
    "io.nfcs.tier..",
    "io.nfcs.eviction..",
    "io.nfcs.table..",
    "io.nfcs.memory..",
    "io.nfcs.counters..",
    "io.nfcs.config.."
  };
  private static final String[] PIPELINE = {
    "io.nfcs.pipeline..", "io.nfcs.tick..", "io.nfcs.journal.."
  };
  private static final String[] PLUGINS = {
    "io.nfcs.constitution..",
    "io.nfcs.esc..",
    "io.nfcs.monitor..",
    "io.nfcs.redis..",
    "io.nfcs.semantic..",
    "io.nfcs.solvers.."
  };
  private static final String[] BENCH = {"io.nfcs.command..", "io.nfcs.lab..", "io.nfcs.jmh.."};

  /** Packages of a library and the only packages of ours that may import them. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry(
              "org.apache.ignite..",
              List.of("io.nfcs.grid.ignite..", "io.nfcs.jmh..", "io.nfcs.lab.load..")),
          Map.entry(
              "javax.cache..",
              List.of("io.nfcs.grid.ignite..", "io.nfcs.grid.jcache..", "io.nfcs.jmh..")),
          Map.entry("com.github.luben..", List.of("io.nfcs.grid.tier..", "io.nfcs.journal..")),
          Map.entry("com.github.benmanes..", List.of("io.nfcs.jmh..", "io.nfcs.lab.trace..")),
          Map.entry(
              "org.apache.commons.statistics..",
              List.of("io.nfcs.lab.statistics..", "io.nfcs.lab.load..", "io.nfcs.lab.tune..")),
          Map.entry("org.tukaani..", List.of("io.nfcs.lab.trace..")),
          Map.entry("org.apache.lucene..", List.of("io.nfcs.semantic.lucene..", "io.nfcs.jmh..")),
          Map.entry("org.ehcache..", List.of("io.nfcs.jmh..")),
          Map.entry("net.openhft.hashing..", List.of("io.nfcs.memory..")),
          Map.entry("net.openhft.chronicle..", List.of("io.nfcs.journal..", "io.nfcs.jmh..")),
          Map.entry("dev.cel..", List.of("io.nfcs.constitution.cel..")),
          Map.entry("com.google.re2j..", List.of("io.nfcs.constitution.cel..")),
          Map.entry("io.lettuce..", List.of("io.nfcs.redis..")),
          Map.entry("org.snakeyaml..", List.of("io.nfcs.config..")),
          Map.entry("com.lmax.disruptor..", List.of("io.nfcs.pipeline.ring..")),
          Map.entry("io.nfcs.journal.sbe..", List.of("io.nfcs.journal..")),
          Map.entry(
              "org.HdrHistogram..",
              List.of("io.nfcs.pipeline.timing..", "io.nfcs.lab..", "io.nfcs.jmh..")),
          Map.entry("jdk.incubator.vector..", List.of("..simd..")),
          Map.entry("org.openjdk.jmh..", List.of("io.nfcs.jmh..")),
          Map.entry("org.jtransforms..", List.of("io.nfcs.jmh..")),
          Map.entry("io.prometheus..", List.of("io.nfcs.monitor.metrics..")),
          Map.entry(
              "picocli..",
              List.of(
                  "io.nfcs.command..",
                  "io.nfcs.lab",
                  "io.nfcs.lab.replay..",
                  "io.nfcs.lab.semantic..",
                  "io.nfcs.lab.suite..",
                  "io.nfcs.lab.trace..",
                  "io.nfcs.lab.tune..")),
          Map.entry("ai.onnxruntime..", List.of("io.nfcs.semantic.onnx..")),
          Map.entry(
              "com.fasterxml.jackson..",
              List.of(
                  "io.nfcs.command..",
                  "io.nfcs.lab.replay..",
                  "io.nfcs.lab.report..",
                  "io.nfcs.lab.semantic..",
                  "io.nfcs.lab.suite..",
                  "io.nfcs.lab.trace..",
                  "io.nfcs.lab.tune..",
                  "io.nfcs.monitor.export..",
                  "io.nfcs.monitor.web..",
                  "io.nfcs.semantic.wordpiece..")));

  @TestFactory
  List<DynamicTest> shouldImportEachLibraryInItsRoomOnly() {
    return LIBRARIES.entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule.getKey(),
                () ->
                    noClasses()
                        .that()
                        .resideOutsideOfPackages(rule.getValue().toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(rule.getKey())
                        .check(PRODUCT)))
        .toList();
  }

  @Test
  void shouldKeepTheArrowsOneWay() {
    noClasses()
        .that()
        .resideInAnyPackage(GRID)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PIPELINE)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(PLUGINS)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(BENCH)
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAnyPackage(PIPELINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLUGINS)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(BENCH)
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAnyPackage(PLUGINS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BENCH)
        .check(PRODUCT);
  }

  @Test
  void shouldKeepPluginsFromKnowingEachOther() {
    for (String plugin : PLUGINS) {
      String[] others =
          Arrays.stream(PLUGINS).filter(other -> !other.equals(plugin)).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(plugin)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(PRODUCT);
    }
  }

  @Test
  void shouldUseRoomsInTheirOwnModuleOnly() {
    roomsOf("io.nfcs.grid.(*)..", GRID).check(PRODUCT);
    // a library API that returns a run's summary exposes the types of its parts; the
    // values of settings are in a file that all may read
    noClasses()
        .that()
        .resideOutsideOfPackages(PIPELINE)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.nfcs.pipeline.store..")
                .and(DescribedPredicate.not(JavaClass.Predicates.simpleNameEndingWith("Settings"))))
        .check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.nfcs.solvers..",
            "io.nfcs.jmh..",
            "io.nfcs.lab.load..",
            "io.nfcs.lab.suite..",
            "io.nfcs.lab.tune..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.nfcs.solvers.*..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackages("io.nfcs.semantic..", "io.nfcs.jmh..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.nfcs.semantic.*..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackages("io.nfcs.constitution..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.nfcs.constitution.*..")
        .check(PRODUCT);
  }

  @Test
  void shouldHaveNoCyclesOfPackages() {
    slices().matching("io.nfcs.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void shouldReadTheTimeFromTheInjectedClockOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BENCH)
        .and()
        .doNotHaveFullyQualifiedName("io.nfcs.tick.TickClock$SystemClock")
        .should()
        .accessTargetWhere(READS_TIME)
        .check(PRODUCT);
  }

  @Test
  void shouldNeverSleepNorDeserialiseNorStartUnnamedThreads() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..jmh_generated..")
        .and()
        .haveNameNotMatching(".*_jcstress(\\$.*)?")
        .and()
        // JCache prescribes it; reads only what the configuration allows
        .haveNameNotMatching("io.nfcs.grid.jcache.Serializer.*")
        .should()
        .accessTargetWhere(NEVER)
        .check(EVERYTHING);
  }

  @Test
  void shouldLookAtTheTestsOfEveryModule() {
    for (String test :
        List.of("config.NfcsConfigTest", "tick.StageGraphTest", "house.FormatTest")) {
      assertTrue(EVERYTHING.contain("io.nfcs." + test), test);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Planted.Sleep.class,
        Planted.SleepOfDuration.class,
        Planted.SleepOfUnit.class,
        Planted.Deserialise.class,
        Planted.UnnamedThread.class,
        Planted.VirtualThread.class,
        Planted.UnnamedPool.class
      })
  void shouldFindWhatIsNeverDone(Class<?> planted) {
    assertTrue(isFound(noClasses().should().accessTargetWhere(NEVER), planted));
  }

  @ParameterizedTest
  @ValueSource(classes = {Planted.Time.class, Planted.TimeByReference.class})
  void shouldFindTimeFromOutside(Class<?> planted) {
    assertTrue(isFound(noClasses().should().accessTargetWhere(READS_TIME), planted));
  }

  @Test
  void shouldFindWhatPrints() {
    assertTrue(isFound(noClasses().should(PRINT), Planted.Print.class));
  }

  @Test
  void shouldNotFindWhatIsNotThere() {
    assertFalse(isFound(noClasses().should().accessTargetWhere(NEVER), Planted.Time.class));
    assertFalse(isFound(noClasses().should().accessTargetWhere(READS_TIME), Planted.Sleep.class));
  }

  /** Returns a test for each library: a misspelt pattern would never find anything. */
  @TestFactory
  List<DynamicTest> shouldHaveALibraryForEachRoom() {
    return LIBRARIES.keySet().stream()
        .map(library ->
            DynamicTest.dynamicTest(
                library,
                () ->
                    assertTrue(
                        isFound(
                            noClasses().should().dependOnClassesThat().resideInAPackage(library),
                            PRODUCT))))
        .toList();
  }

  @Test
  void shouldPrintFromTheCommandOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.nfcs.command..", "io.nfcs.lab.command..", "io.nfcs.jmh..")
        .and()
        .doNotHaveFullyQualifiedName("io.nfcs.config.JvmOptions")
        .should(PRINT)
        .check(PRODUCT);
  }

  @Test
  void shouldNameClassesByWhatTheyDo() {
    classes()
        .should()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .check(EVERYTHING);
  }

  @Test
  void shouldMarkEveryPackageForNullness() {
    List<String> unmarked =
        PRODUCT.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(p -> !p.getName().startsWith("io.nfcs.journal.sbe"))
            .filter(p -> !p.getName().contains("jmh_generated"))
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(p -> p.getName())
            .toList();
    Assertions.assertEquals(List.of(), unmarked);
  }

  private static ArchRule roomsOf(String rooms, String... module) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(module)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(rooms);
  }

  private static boolean isFound(ArchRule rule, Class<?> planted) {
    return isFound(rule, new ClassFileImporter().importClasses(planted));
  }

  private static boolean isFound(ArchRule rule, JavaClasses classes) {
    return rule.evaluate(classes).hasViolation();
  }

  private static boolean isNever(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return switch (owner) {
      case "java.lang.Thread" ->
          name.equals("sleep")
              || name.equals("startVirtualThread")
              || (name.equals("<init>") && !takes(access, String.class));
      case "java.util.concurrent.TimeUnit" -> name.equals("sleep");
      case "java.util.concurrent.Executors" ->
          name.startsWith("new") && !takes(access, ThreadFactory.class);
      case "java.io.ObjectInputStream" -> true;
      default -> false;
    };
  }

  private static boolean takes(JavaAccess<?> access, Class<?> parameter) {
    return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
        && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
  }

  private static boolean readsTime(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(System.class)
        && List.of("nanoTime", "currentTimeMillis").contains(access.getTarget().getName());
  }
}
