package io.nfcs.journal;

import io.nfcs.journal.JournalCheck.Damage;
import io.nfcs.journal.JournalReader.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A check of a journal that runs along with a full read by its caller.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> per run, file and damage.
 */
public final class JournalInspector {
  private final JournalDocuments documents;
  private final RecordedTwice twice = new RecordedTwice();
  private final List<Damage> damages = new ArrayList<>();
  private long records;
  private long bytes;
  private long runs;
  private long withoutRun;

  /** Creates a check of the journal in a folder; nothing was read yet. */
  public JournalInspector(Path folder) {
    documents = new JournalDocuments(folder);
  }

  /** Adds the entry that a reader has just read, in the order of the journal. */
  public void add(JournalReader reader, Entry entry) {
    String damage = reader.damage();
    if (damage != null) {
      damaged(reader, damage);
      return;
    }
    withoutRun = 0;
    if (entry == Entry.TICK) {
      records++;
      bytes += reader.bytes();
      documents.look(reader);
      String again = twice.add(reader.run().run(), reader.tickNumber(), reader.file());
      if (again != null) {
        damages.add(new Damage(reader.file(), reader.position().offset(), again));
      }
    } else if (entry == Entry.RUN) {
      runs++;
    }
  }

  /** Returns the result of the check so far. */
  public JournalCheck check() {
    List<Damage> all = new ArrayList<>(damages);
    documents
        .allLost()
        .forEach(
            lost -> all.add(new Damage(lost.file(), 0, lost.why() + ", and ticks refer to it")));
    all.sort(JournalCheck.BY_PLACE);
    return new JournalCheck(records, bytes, runs, all);
  }

  /** Reports consecutive ticks without a known run together. */
  private void damaged(JournalReader reader, String damage) {
    Position at = reader.position();
    withoutRun = reader.isWithoutRun() ? withoutRun + 1 : 0;
    if (withoutRun > 1) {
      Damage first = damages.removeLast();
      String all = withoutRun + " ticks before the header of their run";
      damages.add(new Damage(first.file(), first.position(), all));
    } else {
      damages.add(new Damage(at.file(), at.offset(), damage));
    }
  }
}
