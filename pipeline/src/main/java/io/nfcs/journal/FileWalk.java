package io.nfcs.journal;

import io.nfcs.journal.sbe.RunHeaderDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the documents of one file; the only class that knows the file format of the
 * journal, intact or damaged.
 *
 * <p>It stops at an unwritten document only if nothing was written after it. The file's header with
 * the position of its last record, records after the gap or later files show that more was written;
 * then the gap is damage, and the walk continues with the next record found by its checksum.
 *
 * <p>Parts of a file, little-endian; documents begin at multiples of 4:
 *
 * <pre>
 *   byte 0   {@link DocumentWord} of Chronicle's header
 *       14   "SCQStore", Chronicle's type of the header
 *       64   position of the word before the last record, int64
 *      ...   documents, each a word and its content: records as in {@link RecordLayout}, and
 *            Chronicle's own such as pages of its index, which are passed over
 *      end   the word 0 while the file is written, at last the end mark
 * </pre>
 *
 * <p><b>Threads.</b> One at a time; a writer may append. <b>Owns</b> the open file.
 * <b>Allocates</b> when something is damaged.
 */
final class FileWalk implements AutoCloseable {
  /** Result of a step. */
  enum Step {
    /** A finished record of the journal. */
    RECORD,
    /** A damaged place. */
    DAMAGE,
    /** The end for now. */
    WAIT,
    /** The final end. */
    END
  }

  /** Beginning of a file. */
  enum Beginning {
    /** A journal file. */
    OURS,
    /** A foreign file. */
    FOREIGN,
    /** An unreadable file, at least now. */
    UNREADABLE
  }

  /** Chronicle's type of a file's header, at a fixed place. */
  private static final byte[] STORE = "SCQStore".getBytes(StandardCharsets.US_ASCII);

  private static final int STORE_OFFSET = 14;
  private static final int LAST_WRITTEN_OFFSET = 64;
  private static final int HEADER_BYTES = LAST_WRITTEN_OFFSET + Long.BYTES;

  /** A word and the part of a record that identifies a possible record. */
  private static final int HEAD_BYTES = DocumentWord.BYTES + RecordLayout.MIN_BYTES;

  private final FileWindow window;
  private final CRC32C crc = new CRC32C();
  private long position;
  private long recordPosition;
  private int length;
  private boolean hasHeader;
  private boolean isSearched;
  private boolean isAtEnd;
  private String damage = "";
  private long damagePosition;

  /** Creates a walk before the first document. */
  FileWalk(Path file) throws IOException {
    window = new FileWindow(file);
  }

  /**
   * Goes to the next document.
   *
   * @param isLast whether this is the last file
   */
  Step step(boolean isLast) throws IOException {
    if (isAtEnd) {
      return Step.END;
    }
    Step step = position == 0 ? begin() : null;
    while (step == null) {
      step = document(isLast);
    }
    return step;
  }

  /**
   * Goes to a record, which the next step returns; returns whether it exists.
   *
   * @param target position of the word before it
   */
  boolean moveTo(long target) throws IOException {
    if ((position == 0 && begin() != null) || target % DocumentWord.BYTES != 0) {
      return false;
    }
    if (!window.load(target, HEAD_BYTES)) {
      return false;
    }
    int word = window.word(target);
    boolean isRecord =
        DocumentWord.isFinished(word)
            && !DocumentWord.isChronicles(word)
            && DocumentWord.length(word) >= RecordLayout.MIN_BYTES
            && RecordLayout.fits(
                window.buffer(),
                window.offset(target + DocumentWord.BYTES),
                DocumentWord.length(word));
    if (isRecord) {
      position = target;
      isAtEnd = false;
    }
    return isRecord;
  }

  /**
   * Skips records; returns the position of the word before the next one, -1 if the file has fewer
   * records before its first damage.
   */
  long positionOf(long recordsBefore) throws IOException {
    for (long records = 0; records <= recordsBefore; records++) {
      if (step(true) != Step.RECORD) {
        return -1;
      }
    }
    return recordPosition;
  }

  /** Returns whether the file is foreign: it neither begins as a journal file nor has a record. */
  boolean isForeign() {
    return isAtEnd && !hasHeader && recordPosition == 0;
  }

  /** Returns the memory that holds the record. */
  DirectBuffer buffer() {
    return window.buffer();
  }

  /** Returns the memory of {@link #buffer()} as bytes. */
  byte[] bytes() {
    return window.bytes();
  }

  /** Returns the offset of the record in {@link #buffer()}. */
  int offset() {
    return window.offset(start());
  }

  /** Returns the length in bytes of the document that holds the record. */
  int length() {
    return length;
  }

  /** Returns the position of the record in the file. */
  long start() {
    return recordPosition + DocumentWord.BYTES;
  }

  /** Returns the position in the file of the word before the record. */
  long recordPosition() {
    return recordPosition;
  }

  /** Returns the position in the file of the next step. */
  long position() {
    return position;
  }

  /** Returns whether the record is the header of a run. */
  boolean isRunHeader() {
    return RecordLayout.templateId(window.buffer(), offset()) == RunHeaderDecoder.TEMPLATE_ID;
  }

  /** Reads the bytes of the record again; returns whether the file still has them. */
  boolean reload() throws IOException {
    return window.load(start(), length);
  }

  /** Returns a description of the damage. */
  String damage() {
    return damage;
  }

  /** Returns the position of the damage in the file. */
  long damagePosition() {
    return damagePosition;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }

  /**
   * Reads the header of the file, which is not a record of the journal; {@code null} if it is
   * intact.
   */
  private @Nullable Step begin() throws IOException {
    hasHeader = hasHeader(window);
    if (hasHeader) {
      position = DocumentWord.next(0, window.word(0));
      return null;
    }
    long behind = find(DocumentWord.BYTES);
    if (behind >= 0) {
      return goOn(0, "beginning of the file is damaged", behind);
    }
    isAtEnd = true;
    return damaged(0, isEmpty() ? emptiness() : JournalFile.FOREIGN);
  }

  /** Returns the beginning of a file. */
  static Beginning beginning(Path file) {
    try (FileWindow window = new FileWindow(file)) {
      return hasHeader(window) ? Beginning.OURS : Beginning.FOREIGN;
    } catch (IOException unreadable) {
      return Beginning.UNREADABLE;
    }
  }

  private static boolean hasHeader(FileWindow window) throws IOException {
    if (!window.load(0, HEADER_BYTES)) {
      return false;
    }
    int word = window.word(0);
    return DocumentWord.isFinished(word)
        && DocumentWord.isChronicles(word)
        && DocumentWord.next(0, word) <= window.size()
        && Arrays.equals(
            window.bytes(), STORE_OFFSET, STORE_OFFSET + STORE.length, STORE, 0, STORE.length);
  }

  /** Steps over one document; {@code null} if it is Chronicle's own. */
  private @Nullable Step document(boolean isLast) throws IOException {
    if (!window.has(position, DocumentWord.BYTES)) {
      return unwritten(isLast);
    }
    int word = window.word(position);
    if (word == DocumentWord.END_OF_FILE) {
      return endMark(isLast);
    }
    if (!DocumentWord.isFinished(word)) {
      return unwritten(isLast);
    }
    recordPosition = position;
    length = DocumentWord.length(word);
    // asks the system for the size only if the record is not in the window
    if (!window.holds(start(), length) && start() + length > window.size()) {
      return cut();
    }
    long next = DocumentWord.next(position, word);
    if (DocumentWord.isChronicles(word)) {
      position = next;
      return mayBeRecord(recordPosition, length) && isIntact(recordPosition, length)
          ? damaged(start(), "record is marked as Chronicle's own")
          : null;
    }
    boolean isWhole = isWhole();
    if (!isWhole && window.load(recordPosition, HEAD_BYTES)) {
      // the window may be older than the end of the write
      isWhole = isWhole();
    }
    if (!isWhole) {
      return misfit(next);
    }
    position = next;
    return Step.RECORD;
  }

  private boolean isWhole() throws IOException {
    return length >= RecordLayout.MIN_BYTES
        && length <= DocumentWord.MAX_LENGTH
        && window.has(start(), length)
        && RecordLayout.fits(window.buffer(), offset(), length);
  }

  /** Handles a document whose length is not that of its record: one of the two is damaged. */
  private Step misfit(long next) throws IOException {
    String what =
        length < RecordLayout.MIN_BYTES
            ? "record of " + length + " bytes is shorter than its frame"
            : "record does not have the " + length + " bytes of its document";
    long behind = find(start());
    position = behind < 0 ? next : behind;
    return damaged(start(), what);
  }

  private Step cut() throws IOException {
    long behind = find(start());
    if (behind >= 0) {
      return goOn(position, "record is longer than its file", behind);
    }
    isAtEnd = true;
    return damaged(position, "file ends in a record" + missingUpTo(lastWritten()));
  }

  private @Nullable Step endMark(boolean isLast) throws IOException {
    if (position + DocumentWord.BYTES > window.size()) {
      // the window is older than the truncation of the file
      return unwritten(isLast);
    }
    long behind = find(position + DocumentWord.BYTES);
    if (behind >= 0) {
      return goOn(position, "end mark within the file", behind);
    }
    isAtEnd = true;
    return Step.END;
  }

  /** Handles an unfinished document: the end of the writing, or a loss. */
  private @Nullable Step unwritten(boolean isLast) throws IOException {
    long written = lastWritten();
    boolean isLost = written >= position;
    long behind = -1;
    if (isLost || !isLast || !isSearched) {
      behind = find(position + DocumentWord.BYTES);
      isSearched = true;
    }
    // a writer may have continued meanwhile; it finishes this document before all those checked
    boolean isHere = window.refresh(position);
    int word = isHere ? window.word(position) : 0;
    if (DocumentWord.isFinished(word) || word == DocumentWord.END_OF_FILE) {
      return null;
    }
    if (isLast && !isLost && behind < 0) {
      return Step.WAIT;
    }
    String what = word != 0 ? "record was not finished" : isHere ? "only zeros" : "file ends here";
    long where = word != 0 ? position + DocumentWord.BYTES : position;
    if (behind >= 0) {
      return goOn(where, what, behind);
    }
    isAtEnd = true;
    return damaged(where, what + (isLost ? missingUpTo(written) : "; the end mark is missing"));
  }

  private Step goOn(long where, String what, long behind) {
    long missing = behind - where;
    position = behind;
    return damaged(where, what + "; " + missing + " bytes before the next record are missing");
  }

  private String missingUpTo(long written) {
    return written > position ? "; the records up to byte " + written + " are missing" : "";
  }

  private Step damaged(long where, String what) {
    damage = what;
    damagePosition = where;
    return Step.DAMAGE;
  }

  /** Returns the position of the word before the last record, according to the file's header. */
  private long lastWritten() throws IOException {
    return hasHeader ? window.freshLong(LAST_WRITTEN_OFFSET) : 0;
  }

  /** Returns the position of the word before the next intact record, -1 if there is none. */
  private long find(long from) throws IOException {
    long size = window.size();
    long at = from + 3L & ~3L;
    while (at + HEAD_BYTES <= size && window.has(at, HEAD_BYTES)) {
      int word = window.word(at);
      if (word >= RecordLayout.MIN_BYTES
          && word <= DocumentWord.MAX_LENGTH
          && at + DocumentWord.BYTES + word <= size
          && mayBeRecord(at, word)
          && isIntact(at, word)) {
        return at;
      }
      at = word == 0 ? window.behindZeros(at) : at + DocumentWord.BYTES;
    }
    return -1;
  }

  private boolean mayBeRecord(long word, int documentBytes) throws IOException {
    if (documentBytes < RecordLayout.MIN_BYTES || !window.has(word, HEAD_BYTES)) {
      return false;
    }
    int offset = window.offset(word + DocumentWord.BYTES);
    return RecordLayout.fits(window.buffer(), offset, documentBytes)
        && RecordLayout.isOfSchema(window.buffer(), offset);
  }

  private boolean isIntact(long word, int documentBytes) throws IOException {
    return window.has(word, DocumentWord.BYTES + documentBytes)
        && RecordLayout.isIntact(
            crc, window.bytes(), window.buffer(), window.offset(word + DocumentWord.BYTES));
  }

  private String emptiness() throws IOException {
    long size = window.size();
    return size == 0 ? "file is empty" : "only zeros, " + size + (size == 1 ? " byte" : " bytes");
  }

  private boolean isEmpty() throws IOException {
    for (long at = 0; window.has(at, 1); at = window.end()) {
      for (int offset = 0; offset < window.end() - at; offset++) {
        if (window.bytes()[offset] != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
