package io.nfcs.monitor.cause;

import io.nfcs.monitor.cause.LateTick.Part;
import io.nfcs.monitor.cause.Pauses.Pause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explanation of a tick's lateness by causes. The excess of each piece of its way over the usual
 * time is assigned first to overlapping collections, which are known to the microsecond; then to
 * the journal, if its thread was still writing; to other pauses; to the tick before, if that was
 * not done; then to missing processors, as far as the kernel counted them; the rest of a stage to
 * the tiers it used, if they took most of it, or else to the stage itself.
 *
 * <p><b>Threads.</b> One; for one tick.
 */
final class Explanation {
  private final Observed observed;
  private final List<String> stages;
  private final boolean isInline;
  private final List<Pause> pauses;
  private final Map<Cause, Map<String, Long>> parts = new LinkedHashMap<>();
  private long delayNanos;
  private long journalNanos;

  private Explanation(
      Observed observed, List<String> stages, boolean isInline, List<Pause> pauses) {
    this.observed = observed;
    this.stages = stages;
    this.isInline = isInline;
    this.pauses = pauses;
    delayNanos = observed.delayNanos();
    journalNanos = observed.journalNanos();
  }

  /**
   * Explains a tick.
   *
   * @param stages names of the stages
   * @param isInline whether the thread that ticks runs the stages too
   * @param pauses those that overlap with the tick's way
   */
  static LateTick of(Observed observed, List<String> stages, boolean isInline, List<Pause> pauses) {
    return new Explanation(observed, stages, isInline, pauses).explain();
  }

  private LateTick explain() {
    Span span = observed.span();
    wake(span);
    long queued = afterPauses(Span.QUEUE);
    queued -= behindBefore(span.fromNanos()[Span.QUEUE], span.toNanos()[Span.QUEUE], queued);
    noProcessor(queued);
    for (int stage = 0; stage < stages.size(); stage++) {
      long left = afterPauses(Span.FIRST_STAGE + stage);
      left -= noProcessor(left);
      if (left > 0) {
        stage(stage, left);
      }
    }
    noProcessor(afterPauses(span.rest()));
    return new LateTick(span.number(), observed.lateNanos(), span.missedBefore(), complete());
  }

  /** Explains the wake-up: the cause of missed periods also delayed the wake-up. */
  private void wake(Span span) {
    long left = afterPauses(Span.WAKE);
    if (isInline) {
      left -= behindBefore(span.fromNanos()[Span.WAKE], span.toNanos()[Span.WAKE], left);
    }
    left -= noProcessor(left);
    Part most = most();
    if (span.missedBefore() > 0 && left > 0 && most != null) {
      add(most.cause(), most.what(), left);
    }
  }

  private void stage(int stage, long nanos) {
    String slowest = "";
    long most = 0;
    for (Map.Entry<String, Long> tier : observed.tierNanos().entrySet()) {
      if (tier.getValue() > most) {
        most = tier.getValue();
        slowest = tier.getKey();
      }
    }
    if (most > nanos / 2) {
      add(Cause.TIER, slowest, nanos);
    } else {
      add(Cause.STAGE, stages.get(stage), nanos);
    }
  }

  /** Assigns a piece's excess to pauses and the append of the tick before; returns the rest. */
  private long afterPauses(int piece) {
    Span span = observed.span();
    long left = Math.max(0, span.nanos(piece) - observed.usual()[piece]);
    left = afterPauses(piece, true, left);
    if (piece == Span.QUEUE || (isInline && piece == Span.WAKE)) {
      left -= append(left);
    }
    return afterPauses(piece, false, left);
  }

  private long afterPauses(int piece, boolean isGc, long tooLong) {
    long cursor = observed.span().fromNanos()[piece];
    long to = observed.span().toNanos()[piece];
    long left = tooLong;
    for (Pause pause : pauses) {
      boolean isJournal = isForJournal(pause);
      boolean isTurn = pause.isGc() == isGc && (isGc || isJournal || !isInCollection(pause));
      long begin = Math.max(cursor, pause.fromNanos());
      long end = Math.min(to, pause.toNanos());
      if (isTurn && end > begin && left > 0) {
        long share = Math.min(left, end - begin);
        if (isJournal) {
          add(Cause.JOURNAL, "", share);
        } else {
          add(isGc ? Cause.GC : Cause.SAFEPOINT, pause.what(), share);
        }
        left -= share;
        cursor = end;
      }
    }
    return left;
  }

  /**
   * Returns whether a pause belongs to the journal: a thread that waits for a disk reaches no
   * safepoint, and all others wait for it.
   */
  private boolean isForJournal(Pause pause) {
    Span before = observed.before();
    return before != null
        && pause.what().equals(Pauses.REACHING)
        && pause.fromNanos() < before.commitNanos() + observed.journalNanos()
        && pause.toNanos() > before.commitNanos();
  }

  /**
   * Returns whether a pause belongs to a collection: the operation that runs it, and the way to its
   * safepoint.
   */
  private boolean isInCollection(Pause pause) {
    return pauses.stream()
        .anyMatch(gc ->
            gc.isGc() && gc.fromNanos() <= pause.toNanos() && gc.toNanos() >= pause.fromNanos());
  }

  /** Assigns a share to the stages of the tick before; returns the share. */
  private long behindBefore(long from, long to, long left) {
    Span before = observed.before();
    if (before == null || left <= 0) {
      return 0;
    }
    long given = 0;
    for (int stage = 0; stage < stages.size(); stage++) {
      int piece = Span.FIRST_STAGE + stage;
      long overlap =
          Math.min(to, before.toNanos()[piece]) - Math.max(from, before.fromNanos()[piece]);
      long share = Math.min(left - given, overlap);
      if (share > 0) {
        add(Cause.BACK_PRESSURE, stages.get(stage), share);
        given += share;
      }
    }
    return given;
  }

  /** Assigns a share to the append of the tick before; returns the share. */
  private long append(long left) {
    long share = Math.min(left, journalNanos);
    journalNanos -= share;
    add(Cause.JOURNAL, "", share);
    return share;
  }

  /** Assigns a share to missing processors, if any; returns the share. */
  private long noProcessor(long left) {
    long share = Math.max(0, Math.min(left, delayNanos));
    delayNanos -= share;
    add(Cause.CPU, "", share);
    return share;
  }

  private void add(Cause cause, String what, long nanos) {
    if (nanos > 0) {
      parts.computeIfAbsent(cause, _ -> new LinkedHashMap<>()).merge(what, nanos, Long::sum);
    }
  }

  private @Nullable Part most() {
    return all().stream().reduce((a, b) -> a.nanos() >= b.nanos() ? a : b).orElse(null);
  }

  private List<Part> all() {
    List<Part> all = new ArrayList<>();
    parts.forEach(
        (cause, whats) -> whats.forEach((what, nanos) -> all.add(new Part(cause, what, nanos))));
    return all;
  }

  /**
   * Returns all parts with the unexplained rest; parts shrink in proportion if other pieces were
   * quicker than usual.
   */
  private List<Part> complete() {
    List<Part> all = all();
    long late = observed.lateNanos();
    long sum = all.stream().mapToLong(Part::nanos).sum();
    if (sum > late) {
      return all.stream()
          .map(part ->
              new Part(part.cause(), part.what(), Math.round((double) part.nanos() * late / sum)))
          .toList();
    }
    if (sum < late) {
      all.add(new Part(Cause.UNEXPLAINED, "", late - sum));
    }
    return all;
  }
}
