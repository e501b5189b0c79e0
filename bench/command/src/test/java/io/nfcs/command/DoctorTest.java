package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine that is well, and one fault at a time. */
@Timeout(30)
class DoctorTest {
  private static final long GIB = 1L << 30;
  private static final String MEMORY =
      "MemTotal: 8000000 kB\nMemAvailable: 6000000 kB\nSwapTotal: %d kB\n";

  @TempDir private Path root;

  private int cores = 4;
  private List<String> arguments = List.of("-Xmx1g", "--add-modules=jdk.incubator.vector");
  private long freeDiskBytes = 20 * GIB;
  private double wakeUpMicros = 100;
  private double stealShare;
  private DiskLimits disk = new DiskLimits(8 * GIB, GIB, 9 * GIB, 0);

  @BeforeEach
  void machine() throws IOException {
    file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    file("proc/meminfo", MEMORY.formatted(0));
    file("proc/loadavg", "0.41 15.32 15.01 2/345 6789\n");
    file("proc/sys/vm/swappiness", "60\n");
    file("proc/sys/vm/max_map_count", "65530\n");
    file(
        "proc/self/limits", "Limit   Soft   Hard\nMax open files            8192   8192   files\n");
  }

  @Test
  void shouldFindNothingOnAMachineThatIsWell() {
    assertEquals(List.of(), bad());
    assertEquals(12, examine().size());
  }

  @Test
  void shouldTakeWhatIsNotToldForNoFault() throws IOException {
    Files.delete(root.resolve("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
    Files.delete(root.resolve("sys/devices/system/clocksource/clocksource0/current_clocksource"));
    assertEquals(List.of(), bad());
  }

  @Test
  void shouldFindEachFault() throws IOException {
    Map<String, String> faults =
        Map.of(
            "load",
            "proc/loadavg=15.32 4.00 1.00 18/345 6789",
            "clock source",
            "sys/devices/system/clocksource/clocksource0/current_clocksource=hpet",
            "governor",
            "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor=powersave",
            "huge pages",
            "sys/kernel/mm/transparent_hugepage/enabled=always madvise [never]",
            "memory",
            "proc/meminfo=MemAvailable: 1000 kB\n",
            "swap",
            "proc/meminfo=" + MEMORY.formatted(1000),
            "limits",
            "proc/self/limits=Max open files            1024   8192   files");
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      machine();
      String[] file = fault.getValue().split("=", 2);
      file(file[0], file[1]);
      assertEquals(List.of(fault.getKey()), bad(), fault::toString);
    }
  }

  @Test
  void shouldFindFaultsOfTheJvmAndOfTime() {
    arguments = List.of("-Xmx1g");
    assertEquals(List.of("flags"), bad());
    arguments = List.of("-Xmx1g", "--add-modules=jdk.incubator.vector");
    cores = 1;
    assertEquals(List.of("cores"), bad());
    cores = 4;
    freeDiskBytes = GIB;
    assertEquals(List.of("disk"), bad());
    freeDiskBytes = 20 * GIB;
    wakeUpMicros = 9000;
    assertEquals(List.of("wake-ups"), bad());
    wakeUpMicros = 100;
    stealShare = 0.1;
    assertEquals(List.of("steal"), bad());
  }

  @Test
  void shouldCountAllThatARunMayWrite() {
    freeDiskBytes = 17 * GIB;
    disk = new DiskLimits(8 * GIB, 4 * GIB, 5 * GIB, GIB);
    assertEquals(List.of("disk"), bad());
    assertEquals(
        "17408 MiB free; a run may write 8192 MiB of journal, 4096 MiB of tables, 5120 MiB of caches"
            + " and 1024 MiB of the node's log, together 18432 MiB",
        found("disk"));
    freeDiskBytes = 18 * GIB;
    assertEquals(List.of(), bad());
    disk = new DiskLimits(0, GIB, GIB, GIB);
    assertEquals(List.of("disk"), bad());
    assertTrue(found("disk").contains("without limit of journal"), found("disk"));
    assertTrue(found("disk").endsWith("together without limit"), found("disk"));
    disk = new DiskLimits(GIB, 0, GIB, GIB);
    assertEquals(List.of("disk"), bad());
    assertTrue(found("disk").contains("without limit of tables"), found("disk"));
    assertTrue(found("disk").endsWith("together without limit"), found("disk"));
  }

  @Test
  void shouldFindWhatOtherMachinesTook() {
    long[] before = {100, 0, 100, 1000, 0, 0, 0, 50};
    long[] after = {110, 0, 110, 1070, 0, 0, 0, 60};
    assertEquals(0.1, Facts.stolen(before, after), 1e-12);
    assertEquals(0, Facts.stolen(before, before));
    assertEquals(0, Facts.stolen(new long[0], new long[4]));
  }

  private String found(String name) {
    return examine().stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow()
        .found();
  }

  @Test
  void shouldLookAtThisMachineToo() {
    Facts facts = Facts.of(root.resolve("not/yet"));
    assertEquals(Runtime.getRuntime().availableProcessors(), facts.cores());
    assertTrue(facts.freeDiskBytes() > 0 && facts.wakeUpMicros() > 0, facts::toString);
    assertTrue(facts.stealShare() >= 0 && facts.stealShare() <= 1, facts::toString);
    assertEquals(12, Doctor.examine(facts, List.of(), new DiskLimits(1, 1, 1, 1), 0).size());
  }

  /**
   * Returns the names of the findings that are not well; each must state its cost and how to fix
   * it.
   */
  private List<String> bad() {
    List<Finding> bad = examine().stream().filter(finding -> !finding.isWell()).toList();
    for (Finding finding : bad) {
      assertFalse(finding.found().isEmpty(), finding::toString);
      assertFalse(finding.cost().isEmpty(), finding::toString);
      assertFalse(finding.fix().isEmpty(), finding::toString);
    }
    return bad.stream().map(Finding::name).toList();
  }

  private List<Finding> examine() {
    return Doctor.examine(
        new Facts(root, cores, arguments, GIB, freeDiskBytes, wakeUpMicros, stealShare),
        List.of("-Xmx1g", "--add-modules=jdk.incubator.vector"),
        disk,
        GIB);
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
