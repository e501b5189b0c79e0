package io.nfcs.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Which module and package may know which other one, and who may use which library. */
@Timeout(120)
class HouseRulesTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.nfcs");

  private static final JavaClasses EVERYTHING =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("Sleeper"))
          .importPackages("io.nfcs");

  private static final String[] GRID = {
    "io.nfcs.grid..",
    "io.nfcs.table..",
    "io.nfcs.memory..",
    "io.nfcs.counters..",
    "io.nfcs.config.."
  };
  private static final String[] PIPELINE = {
    "io.nfcs.pipeline..", "io.nfcs.tick..", "io.nfcs.journal.."
  };
  private static final String PLUGINS = "io.nfcs.solvers..";
  private static final String BENCH = "io.nfcs.bench..";

  /** Library package and the only packages of ours that may import it. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("org.apache.ignite..", List.of("io.nfcs.grid.ignite..")),
          Map.entry("net.openhft.hashing..", List.of("io.nfcs.memory..")),
          Map.entry("net.openhft.chronicle..", List.of("io.nfcs.journal..", "io.nfcs.bench.jmh..")),
          Map.entry("org.snakeyaml..", List.of("io.nfcs.config..")),
          Map.entry("com.lmax.disruptor..", List.of("io.nfcs.pipeline.ring..")),
          Map.entry("io.nfcs.journal.sbe..", List.of("io.nfcs.journal..")),
          Map.entry("org.HdrHistogram..", List.of("io.nfcs.pipeline.timing..", BENCH)),
          Map.entry("jdk.incubator.vector..", List.of("..simd..")),
          Map.entry("org.openjdk.jmh..", List.of(BENCH)),
          Map.entry("org.jtransforms..", List.of(BENCH)),
          Map.entry("picocli..", List.of("io.nfcs.bench.cli..")),
          Map.entry("com.fasterxml.jackson..", List.of("io.nfcs.bench.cli..")));

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
        .resideInAnyPackage(
            "io.nfcs.pipeline..", "io.nfcs.tick..", "io.nfcs.journal..", PLUGINS, BENCH)
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAnyPackage(PIPELINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLUGINS, BENCH)
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage(PLUGINS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BENCH)
        .check(PRODUCT);
  }

  @Test
  void shouldUseRoomsInTheirOwnModuleOnly() {
    roomsOf("io.nfcs.grid.(*)..", GRID).check(PRODUCT);
    // a library API that returns a run's summary lets its callers see what it is made of
    noClasses()
        .that()
        .resideOutsideOfPackages(PIPELINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.nfcs.pipeline.schedule..", "io.nfcs.pipeline.store..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackages(PLUGINS, "io.nfcs.bench.jmh..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.nfcs.solvers.*..")
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
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(PRODUCT);
  }

  @Test
  void shouldNeverSleepNorDeserialiseNorStartUnnamedThreads() {
    ArchRule rule =
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class);
    rule.check(EVERYTHING);
    Assertions.assertThrows(
        AssertionError.class,
        () -> rule.check(new ClassFileImporter().importClasses(Sleeper.class)));
  }

  @Test
  void shouldPrintFromTheCommandOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.nfcs.bench.cli..", "io.nfcs.bench.jmh..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
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

  /** Breaks a rule, to show that it can be broken. */
  private static final class Sleeper {
    @SuppressWarnings("UnusedMethod") // it is there to be found
    static void sleep() throws InterruptedException {
      Thread.sleep(1);
    }
  }
}
