package io.nfcs.command;

import io.nfcs.journal.JournalCheck.Damage;
import java.util.List;

/** Text about the damages of a journal, to be appended to other output. */
public final class DamageText {
  private DamageText() {}

  /** Returns a line for each damage below a heading; empty if nothing is damaged. */
  public static String of(List<Damage> damages) {
    StringBuilder text = new StringBuilder(damages.isEmpty() ? "" : "\nthe journal is damaged:");
    damages.forEach(damage -> text.append("\n  ").append(damage));
    return text.toString();
  }
}
