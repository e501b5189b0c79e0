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
 * A file of a journal, by its name: the time from which records went to it.
 *
 * <p>The name says so in Chronicle's words: {@code 20261128F}, {@code 20261128-10F} or {@code
 * 20261128-1021} for a day, an hour or a minute. So files of different lengths keep their order,
 * and no table of Chronicle's is needed to find them.
 *
 * @param path the file
 * @param minute minutes from 1970 to its begin
 * @param roll how long it was written
 */
record JournalFile(Path path, long minute, JournalSettings.Roll roll)
    implements Comparable<JournalFile> {
  /** Ending of the files that hold records. */
  static final String ENDING = ".cq4";

  /** What is said of a file that is not a journal's. */
  static final String FOREIGN = "not a file of the journal";

  private static final int POSITION_BITS = 36;

  /** In the year 2225: numbers of records are no larger. */
  private static final long LAST_MINUTE = Long.MAX_VALUE >>> POSITION_BITS;

  private static final int CHRONICLE_BITS = 32;

  /** Of the first minute of 2002. */
  private static final long FIRST_INDEX = 1L << 60;

  private static final Pattern NAME =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:F|-(\\d\\d)(?:F|(\\d\\d)))\\.cq4");
  private static final Comparator<JournalFile> IN_TIME =
      Comparator.<JournalFile>comparingLong(JournalFile::minute).thenComparing(JournalFile::path);

  /**
   * What a folder has.
   *
   * @param files by name files of a journal, in the order in which they were written
   * @param strangers others with the ending of such files
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

  /** The time of its begin. */
  long millis() {
    return TimeUnit.MINUTES.toMillis(minute);
  }

  /**
   * Number of the record whose word is at a position: the minute of its file, then the position.
   */
  long index(long position) {
    return minute << POSITION_BITS | position / DocumentWord.BYTES;
  }

  /** Minute of the file that has a record. */
  static long minute(long index) {
    return index >>> POSITION_BITS;
  }

  /**
   * Whether a number is Chronicle's own, which older stores remember: the number of the file, then
   * how many records are before it there. They are below all of ours.
   */
  static boolean isChronicles(long index) {
    return index < FIRST_INDEX;
  }

  /** Whether this file has the record of a number of Chronicle's own. */
  boolean isOfChronicles(long index) {
    return index >>> CHRONICLE_BITS == millis() / roll.millis();
  }

  /** Records before that of a number of Chronicle's own, in its file. */
  static long recordsBefore(long index) {
    return index & (1L << CHRONICLE_BITS) - 1;
  }

  /** Position of a record's word in its file. */
  static long position(long index) {
    return (index & (1L << POSITION_BITS) - 1) * DocumentWord.BYTES;
  }

  @Override
  public int compareTo(JournalFile other) {
    return IN_TIME.compare(this, other);
  }
}
