package io.nfcs.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks of a machine and a JVM before the loop runs there; for each problem they report its cost
 * and how to fix it. Values that a machine does not provide, such as the governor of a virtual one,
 * are not faults.
 *
 * <p><b>Threads.</b> One.
 */
final class Doctor {
  private static final long KIB = 1024;
  private static final long MIB = 1 << 20;
  private static final int FEWEST_CORES = 2;
  private static final long FEWEST_FILES = 4096;
  private static final long FEWEST_MAPS = 65_530;
  private static final long MOST_SWAPPINESS = 10;
  private static final double LATEST_MICROS = 5000;
  private static final double MOST_LOAD = 0.75;
  private static final double MOST_STEAL = 0.02;
  private static final Set<String> QUICK_CLOCKS =
      Set.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter");

  private final Facts facts;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(Facts facts) {
    this.facts = facts;
  }

  /**
   * Makes all checks.
   *
   * @param neededFlags options that the JVM must have been started with
   * @param disk limits of the bytes that a run may write
   * @param neededMemoryBytes memory of a run outside of the heap
   */
  public static List<Finding> examine(
      Facts facts, List<String> neededFlags, DiskLimits disk, long neededMemoryBytes) {
    Doctor doctor = new Doctor(facts);
    doctor.flags(neededFlags);
    doctor.clockSource();
    doctor.cores();
    doctor.load();
    doctor.steal();
    doctor.governor();
    doctor.hugePages();
    doctor.disk(disk);
    doctor.memory(neededMemoryBytes);
    doctor.swap();
    doctor.limits();
    doctor.wakeUps();
    return doctor.findings;
  }

  private void flags(List<String> needed) {
    List<String> missing =
        needed.stream().filter(flag -> !facts.arguments().contains(flag)).toList();
    add(
        "flags",
        missing.isEmpty(),
        missing.isEmpty() ? "all of config/jvm.options" : "without " + String.join(" ", missing),
        "solvers without SIMD, a heap that is touched on the tick, or no start at all",
        "start with java @config/jvm.options, as bench/nfcs does");
  }

  private void clockSource() {
    String clock =
        facts.line("sys/devices/system/clocksource/clocksource0/current_clocksource").orElse("");
    add(
        "clock source",
        clock.isEmpty() || QUICK_CLOCKS.contains(clock),
        clock.isEmpty() ? "unknown" : clock,
        "each reading of the clock is a call of the kernel, about 1 us instead of 25 ns",
        "boot with clocksource=tsc tsc=reliable, if the processor has an invariant one");
  }

  private void cores() {
    add(
        "cores",
        facts.cores() >= FEWEST_CORES,
        Integer.toString(facts.cores()),
        "the store and collections take the tick's only processor",
        "give the process 2 processors or more");
  }

  private void load() {
    String[] averages = facts.line("proc/loadavg").orElse("").split(" ", -1);
    double load = averages[0].isEmpty() ? 0 : Double.parseDouble(averages[0]);
    add(
        "load",
        load <= MOST_LOAD * facts.cores(),
        averages[0].isEmpty()
            ? "unknown"
            : averages[0] + " threads in the last minute, on " + facts.cores() + " processors",
        "ticks wait for a processor, and periods pass without one",
        "end other programs, or give the loop processors of its own");
  }

  private void steal() {
    add(
        "steal",
        facts.stealShare() <= MOST_STEAL,
        String.format(
            Locale.ROOT, "%.1f %% of the time taken by other machines", 100 * facts.stealShare()),
        "the whole machine pauses from time to time, and no setting of it helps",
        "move to a host that is not overbooked, or to dedicated processors");
  }

  private void governor() {
    String governor = facts.line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").orElse("");
    add(
        "governor",
        governor.isEmpty() || governor.equals("performance"),
        governor.isEmpty() ? "unknown" : governor,
        "between ticks the processor slows down, and each tick begins slowly",
        "cpupower frequency-set -g performance");
  }

  private void hugePages() {
    String enabled = facts.line("sys/kernel/mm/transparent_hugepage/enabled").orElse("");
    add(
        "huge pages",
        enabled.isEmpty() || !enabled.contains("[never]"),
        enabled.isEmpty() ? "unknown" : enabled,
        "large fields and caches miss in the processor's table of pages, some per cent of a tick",
        "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, and"
            + " -XX:+UseTransparentHugePages");
  }

  private void disk(DiskLimits limits) {
    add(
        "disk",
        limits.isBounded() && facts.freeDiskBytes() >= limits.sum(),
        mib(facts.freeDiskBytes())
            + " free; a run may write "
            + limit(limits.journalBytes() > 0, limits.journalBytes())
            + " of journal, "
            + limit(limits.storeBytes() > 0, limits.storeBytes())
            + " of tables, "
            + mib(limits.cacheBytes())
            + " of caches and "
            + mib(limits.logBytes())
            + " of the node's log, together "
            + limit(limits.isBounded(), limits.sum()),
        "the disk becomes full, and from then on ticks are dropped",
        "make room, choose another --data, or set journal.max_bytes, store.max_bytes and"
            + " disk.max_bytes lower");
  }

  private void memory(long needed) {
    long all = needed + facts.maxHeapBytes();
    long available =
        facts.number("proc/meminfo", "MemAvailable:").map(kib -> kib * KIB).orElse(Long.MAX_VALUE);
    add(
        "memory",
        available >= all,
        (available == Long.MAX_VALUE ? "unknown" : mib(available) + " available")
            + ", "
            + mib(all)
            + " needed",
        "the system ends the process, or what it needs is on disk",
        "end other programs, or set -Xmx, grid.offheap_bytes, grid.disk_bytes or cache.near_bytes"
            + " lower");
  }

  private void swap() {
    long swap = facts.number("proc/meminfo", "SwapTotal:").orElse(0L);
    long swappiness = facts.line("proc/sys/vm/swappiness").map(Long::valueOf).orElse(0L);
    add(
        "swap",
        swap == 0 || swappiness <= MOST_SWAPPINESS,
        swap == 0 ? "none" : "swappiness " + swappiness,
        "memory that was not used for a while comes back from disk in the middle of a tick",
        "swapoff -a, or sysctl vm.swappiness=1");
  }

  private void limits() {
    long files = facts.number("proc/self/limits", "Max open files").orElse(FEWEST_FILES);
    long maps = facts.line("proc/sys/vm/max_map_count").map(Long::valueOf).orElse(FEWEST_MAPS);
    add(
        "limits",
        files >= FEWEST_FILES && maps >= FEWEST_MAPS,
        files + " files, " + maps + " mappings",
        "the grid or a durable cache fails when it opens one file more",
        "ulimit -n " + FEWEST_FILES + ", sysctl vm.max_map_count=" + FEWEST_MAPS + ", or more");
  }

  private void wakeUps() {
    add(
        "wake-ups",
        facts.wakeUpMicros() <= LATEST_MICROS,
        String.format(Locale.ROOT, "%.0f us late at most, of 100", facts.wakeUpMicros()),
        "ticks begin that much too late",
        "leave the loop a processor of its own, or raise orchestrator.spin_window_micros");
  }

  private void add(String name, boolean isWell, String found, String cost, String fix) {
    findings.add(isWell ? Finding.well(name, found) : Finding.bad(name, found, cost, fix));
  }

  private static String limit(boolean isThere, long bytes) {
    return isThere ? mib(bytes) : "without limit";
  }

  private static String mib(long bytes) {
    return bytes / MIB + " MiB";
  }
}
