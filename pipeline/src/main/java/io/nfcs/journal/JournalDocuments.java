package io.nfcs.journal;

import io.nfcs.config.OwnerOnly;
import io.nfcs.config.RegularFile;
import io.nfcs.tick.Document;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The documents that the ticks of a journal refer to, with those that are lost.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> per run and per change of a reference; each file is read
 * once.
 */
public final class JournalDocuments {
  private static final String INTACT = "";

  private final Path folder;
  private final Map<Document, String> states = new LinkedHashMap<>();
  private @Nullable RunHeader run;
  private int[] references = {};
  private double[] values = {};
  private boolean isChanged;
  private @Nullable Lost last;

  /**
   * A document that is missing or altered.
   *
   * @param file its file
   * @param why reason
   */
  public record Lost(Path file, String why) {
    /** Returns the file and the reason as a sentence. */
    @Override
    public String toString() {
      return file + " " + why;
    }
  }

  /** Creates the documents of the journal in a folder; none was checked yet. */
  public JournalDocuments(Path journal) {
    folder = Journal.documents(journal);
  }

  /**
   * Returns the first lost document that a tick refers to, {@code null} if there is none. Reads
   * files only when a reference differs from that of the tick before.
   *
   * @param header of the tick's run
   */
  public @Nullable Lost lost(RunHeader header, Tick tick) {
    begin(header);
    for (int i = 0; i < references.length; i++) {
      take(i, tick.input().parameter(references[i]));
    }
    return current(header);
  }

  /** Checks the documents that the last tick of a reader refers to. */
  void look(JournalReader reader) {
    begin(reader.run());
    for (int i = 0; i < references.length; i++) {
      take(i, reader.parameter(references[i]));
    }
    current(reader.run());
  }

  private void begin(RunHeader header) {
    if (run == null || run.run() != header.run()) {
      run = header;
      references = references(header);
      values = new double[references.length];
      isChanged = true;
    }
  }

  private void take(int reference, double value) {
    isChanged |= value != values[reference];
    values[reference] = value;
  }

  private @Nullable Lost current(RunHeader header) {
    if (isChanged) {
      last = firstLost(header);
      isChanged = false;
    }
    return last;
  }

  /** Returns all documents found lost so far, in the order of their checks. */
  public List<Lost> allLost() {
    List<Lost> lost = new ArrayList<>();
    states.forEach((document, why) -> {
      if (!why.equals(INTACT)) {
        lost.add(new Lost(folder.resolve(document.fileName()), why));
      }
    });
    return lost;
  }

  /**
   * Copies the documents that were checked so far and are intact.
   *
   * @param journal folder of the journal that gets them
   * @return number of copies
   */
  int copyTo(Path journal) throws IOException {
    int count = 0;
    for (Map.Entry<Document, String> each : states.entrySet()) {
      if (each.getValue().equals(INTACT)) {
        String name = each.getKey().fileName();
        OwnerOnly.folder(Journal.documents(journal));
        Path copy = Journal.documents(journal).resolve(name);
        Files.copy(folder.resolve(name), copy);
        OwnerOnly.file(copy);
        count++;
      }
    }
    return count;
  }

  private static int[] references(RunHeader header) {
    List<String> parameters = header.shape().parameters();
    int[] found = new int[parameters.size()];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      if (Document.isReference(parameters.get(i))) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private @Nullable Lost firstLost(RunHeader header) {
    Lost first = null;
    for (int i = 0; i < references.length; i++) {
      Document document =
          Document.referredTo(header.shape().parameters().get(references[i]), values[i]);
      String why = document.number() == 0 ? INTACT : states.computeIfAbsent(document, this::state);
      if (first == null && !why.equals(INTACT)) {
        first = new Lost(folder.resolve(document.fileName()), why);
      }
    }
    return first;
  }

  private String state(Document document) {
    try {
      String text = Files.readString(RegularFile.of(folder.resolve(document.fileName())));
      return document.equals(Document.of(document.kind(), text)) ? INTACT : "is altered";
    } catch (NoSuchFileException gone) {
      return "is missing";
    } catch (CharacterCodingException notItsText) {
      return "is altered";
    } catch (IOException unreadable) {
      return "cannot be read: " + unreadable.getMessage();
    }
  }
}
