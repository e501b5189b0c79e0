package io.nfcs.command;

import io.nfcs.journal.JournalCheck.Damage;
import java.util.List;

/** What is wrong with a journal, behind what else is said of it. */
public final class DamageText {
  private DamageText() {}

  /** A line for each, below one that says so; empty if nothing is wrong. */
  public static String of(List<Damage> damages) {
    StringBuilder text = new StringBuilder(damages.isEmpty() ? "" : "\nthe journal is damaged:");
    damages.forEach(damage -> text.append("\n  ").append(damage));
    return text.toString();
  }
}
