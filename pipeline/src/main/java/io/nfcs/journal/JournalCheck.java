package io.nfcs.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the files of a journal byte by byte, without Chronicle, and finds the first thing
 * that is not as it should be.
 *
 * <p>A file is a sequence of documents, each behind a 32-bit word at a multiple of 4: bit 31 says
 * that its writer has not finished, bit 30 that it is Chronicle's own, the rest is its length; 0
 * ends what is written, 0xC0000000 ends the file.
 *
 * @param documents finished documents of ours, intact or not
 * @param records complete, intact tick records
 * @param bytes their bytes
 * @param runs complete, intact run headers
 * @param firstBad the first thing that is wrong, or {@code null}
 */
public record JournalCheck(
    long documents, long records, long bytes, long runs, @Nullable Damage firstBad) {
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int END_OF_FILE = 0xC0000000;
  private static final int UNFINISHED = 0x80000000;
  private static final int CHRONICLES_OWN = 0x40000000;
  private static final int LENGTH = 0x3FFFFFFF;
  static final String CHRONICLE_TABLE = "metadata.cq4t";

  /**
   * Something that is wrong.
   *
   * @param file file it is in
   * @param position byte in the file
   * @param why what is wrong
   */
  public record Damage(Path file, long position, String why) {}

  /** Whether every record is complete and intact and every file is the journal's. */
  public boolean complete() {
    return firstBad == null;
  }

  /** Checks the journal in a folder. */
  public static JournalCheck of(Path folder) throws IOException {
    Walk walk = new Walk();
    try (Stream<Path> list = Files.list(folder)) {
      Path beside = Journal.documents(folder);
      List<Path> files = list.filter(file -> !file.equals(beside)).sorted().toList();
      for (Path file : files) {
        walk.file(file);
      }
    }
    return new JournalCheck(walk.documents, walk.records, walk.bytes, walk.runs, walk.firstBad);
  }

  /** One pass over the files. */
  private static final class Walk {
    private final JournalRecord record = new JournalRecord();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private long documents;
    private long records;
    private long bytes;
    private long runs;
    private @Nullable Damage firstBad;

    void file(Path file) throws IOException {
      String name = String.valueOf(file.getFileName());
      if (name.equals(CHRONICLE_TABLE)) {
        return;
      }
      if (!name.endsWith(JournalQueue.FILE_ENDING)) {
        bad(file, 0, "not a file of the journal");
        return;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          Arena arena = Arena.ofConfined()) {
        documents(file, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
      }
    }

    private void documents(Path file, MemorySegment content) {
      long position = 0;
      while (position + WORD.byteSize() <= content.byteSize()) {
        int word = content.get(WORD, position);
        if (word == 0 || word == END_OF_FILE) {
          break;
        }
        long start = position + WORD.byteSize();
        int length = word & LENGTH;
        if ((word & UNFINISHED) != 0) {
          bad(file, start, "record was not finished");
          return;
        }
        if (position == 0 && (word & CHRONICLES_OWN) == 0) {
          bad(file, 0, "not a file of the journal");
          return;
        }
        if (start + length > content.byteSize()) {
          bad(file, position, "file ends in a record");
          return;
        }
        if ((word & CHRONICLES_OWN) == 0) {
          document(file, content, start, length);
        }
        position = start + (length + 3L & ~3L);
      }
      if (position == 0) {
        bad(file, 0, "file is empty");
      }
    }

    private void document(Path file, MemorySegment content, long start, int length) {
      documents++;
      view.wrap(content.address() + start, length);
      JournalRecord.Kind kind = record.decode(view, 0, length);
      String damage = record.damage();
      if (damage != null) {
        bad(file, start, damage);
      } else if (kind == JournalRecord.Kind.TICK) {
        records++;
        bytes += record.bytes();
      } else if (kind == JournalRecord.Kind.RUN) {
        runs++;
      }
    }

    private void bad(Path file, long position, String why) {
      if (firstBad == null) {
        firstBad = new Damage(file, position, why);
      }
    }
  }
}
