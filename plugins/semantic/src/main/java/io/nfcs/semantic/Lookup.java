package io.nfcs.semantic;

import io.nfcs.semantic.SemanticHit.Match;
import io.nfcs.semantic.index.Search;
import io.nfcs.semantic.text.Reading;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thread's look-ups: the vector of the requested text, and the conditions for an entry to serve
 * it.
 *
 * <p><b>Allocates</b> nothing unless a candidate is near enough, or a graph is searched.
 */
final class Lookup implements Search.Condition<Meaning> {
  final float[] vector;
  private final Search<Meaning> search;
  private final Nearby nearby;
  private final int[] rows = new int[Nearby.MOST];
  private final List<Guard> guards;
  private final Tally<Guard> refused;
  private String text = "";
  private String context = "";
  private long nowNanos;
  private @Nullable Reading reading;
  private @Nullable Entry entry;

  /**
   * Creates the look-ups of one thread.
   *
   * @param nearby may provide rows to examine
   * @param refused counts the refusals of each guard
   */
  Lookup(
      int dimension,
      Search<Meaning> search,
      Nearby nearby,
      List<Guard> guards,
      Tally<Guard> refused) {
    vector = new float[dimension];
    this.search = search;
    this.nearby = nearby;
    this.guards = guards;
    this.refused = refused;
  }

  /**
   * Returns the nearest entry that serves a text whose {@link #vector} is filled, or {@code null}.
   */
  @Nullable Entry find(String text, String context, double threshold, long nowNanos) {
    this.text = text;
    this.context = context;
    this.nowNanos = nowNanos;
    reading = null;
    entry = null;
    int near = nearby.rows(vector, rows);
    boolean isFound =
        near == Nearby.UNKNOWN
            ? search.find(vector, threshold, this)
            : search.findAmong(rows, near, vector, threshold, this);
    return isFound ? entry : null;
  }

  /** Returns the cosine of the entry found. */
  double cosine() {
    return search.cosine();
  }

  /** Returns the kind of match between the texts. */
  Match match() {
    Meaning meaning = Objects.requireNonNull(entry).meaning;
    Reading asked = Objects.requireNonNull(reading);
    Reading kept = meaning.reading;
    if (meaning.text.equals(text)) {
      return Match.TEXT;
    }
    if (kept.hasSameWords(asked)) {
      return Match.WORDS;
    }
    return kept.isSameBySynonyms(asked) ? Match.SYNONYMS : Match.VECTOR;
  }

  @Override
  public boolean holds(Meaning meaning, double cosine) {
    Entry candidate = meaning.entries.get(context);
    if (candidate == null || candidate.isDead(nowNanos) || cosine < candidate.leastCosine) {
      return false;
    }
    if (reading == null) {
      reading = Reading.of(text);
    }
    for (Guard guard : guards) {
      if (!guard.agrees(reading, meaning.reading)) {
        refused.count(guard);
        return false;
      }
    }
    entry = candidate;
    return true;
  }
}
