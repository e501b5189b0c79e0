package io.nfcs.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a journal, identified by the start time in its name.
 *
 * <p>The name has Chronicle's formats: {@code 20261128F}, {@code 20261128-10F} or {@code
 * 20261128-1021} for a day, an hour or a minute. So files of different lengths sort by time, and no
 * table of Chronicle is needed.
 *
 * <p>The number of a record, by which the tables remember their place, is made of its file and its
 * position:
 *
 * <pre>
 *   63  62                   36 35                       0
 *   +---+----------------------+-------------------------+
 *   | 0 | minutes since 1970   | position of its word / 4|
 *   +---+----------------------+-------------------------+
 * </pre>
 *
 * <p>A writer begins each file in a later minute, so the numbers increase from file to file and
 * within each; a file may have 256 GiB.
 *
 * @param path the file
 * @param minute minutes from 1970 to its start
 * @param roll length of its time
 */
record JournalFile(Path path, long minute, JournalSettings.Roll roll)
    implements Comparable<JournalFile> {
  /** Ending of the names of record files. */
  static final String ENDING = ".cq4";

  /** Description of a foreign file. */
  static final String FOREIGN = "not a file of the journal";

  private static final int POSITION_BITS = 36;

  /** Upper limit of a minute, in the year 2225: record numbers cannot be larger. */
  private static final long LAST_MINUTE = Long.MAX_VALUE >>> POSITION_BITS;

  private static final int CHRONICLE_BITS = 32;

  /** Record number of the first minute of 2002. */
  private static final long FIRST_INDEX = 1L << 60;

  private static final Pattern NAME =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:F|-(\\d\\d)(?:F|(\\d\\d)))\\.cq4");
  private static final Comparator<JournalFile> IN_TIME =
      Comparator.<JournalFile>comparingLong(JournalFile::minute).thenComparing(JournalFile::path);

  /**
   * The files of a folder.
   *
   * @param files those with the name of a journal file, in the order of writing
   * @param strangers others with the same ending
   */
  record Listing(List<JournalFile> files, List<Path> strangers) {}

  /** Lists a folder. */
  static Listing list(Path folder) throws IOException {
    List<JournalFile> files = new ArrayList<>();
    List<Path> strangers = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path path : all) {
        JournalFile file = of(path);
        if (file != null) {
          files.add(file);
        } else {
          strangers.add(path);
        }
      }
    }
    files.sort(IN_TIME);
    strangers.sort(Comparator.naturalOrder());
    return new Listing(List.copyOf(files), List.copyOf(strangers));
  }

  private static @Nullable JournalFile of(Path path) {
    Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
    if (!name.matches()) {
      return null;
    }
    boolean hasHour = name.group(4) != null;
    boolean hasMinute = name.group(5) != null;
    try {
      long seconds =
          LocalDateTime.of(
                  Integer.parseInt(name.group(1)),
                  Integer.parseInt(name.group(2)),
                  Integer.parseInt(name.group(3)),
                  hasHour ? Integer.parseInt(name.group(4)) : 0,
                  hasMinute ? Integer.parseInt(name.group(5)) : 0)
              .toEpochSecond(ZoneOffset.UTC);
      JournalSettings.Roll roll =
          hasMinute
              ? JournalSettings.Roll.MINUTELY
              : hasHour ? JournalSettings.Roll.HOURLY : JournalSettings.Roll.DAILY;
      long minute = TimeUnit.SECONDS.toMinutes(seconds);
      return minute < 0 || minute > LAST_MINUTE ? null : new JournalFile(path, minute, roll);
    } catch (DateTimeException noSuchTime) {
      return null;
    }
  }

  /** Returns its start time, in milliseconds since 1970. */
  long millis() {
    return TimeUnit.MINUTES.toMillis(minute);
  }

  /**
   * Returns the number of the record whose word is at a position: the minute of its file, then the
   * position.
   */
  long index(long position) {
    return minute << POSITION_BITS | position / DocumentWord.BYTES;
  }

  /** Returns the minute of the file that has a record. */
  static long minute(long index) {
    return index >>> POSITION_BITS;
  }

  /**
   * Returns whether a number is Chronicle's own, as older stores keep it: the number of the file,
   * then the count of records before it in the file. Such numbers are smaller than all numbers of
   * this class.
   */
  static boolean isChronicles(long index) {
    return index < FIRST_INDEX;
  }

  /** Returns whether this file holds the record with a number of Chronicle's own. */
  boolean isOfChronicles(long index) {
    return index >>> CHRONICLE_BITS == millis() / roll.millis();
  }

  /** Returns the count of records before a number of Chronicle's own, in its file. */
  static long recordsBefore(long index) {
    return index & (1L << CHRONICLE_BITS) - 1;
  }

  /** Returns the position of a record's word in its file. */
  static long position(long index) {
    return (index & (1L << POSITION_BITS) - 1) * DocumentWord.BYTES;
  }

  @Override
  public int compareTo(JournalFile other) {
    return IN_TIME.compare(this, other);
  }
}
