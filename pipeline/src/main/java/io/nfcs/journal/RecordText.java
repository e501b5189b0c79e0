package io.nfcs.journal;

import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Texts of a record whose lengths are checked before memory is taken for them.
 *
 * @param limit where the decoder is
 * @param end of the record
 */
record RecordText(IntSupplier limit, int end) {
  /** The text that the decoder is at. */
  String of(int bytes, Supplier<String> text) {
    if (bytes < 0 || bytes > end - limit.getAsInt()) {
      throw new IllegalArgumentException("text of " + bytes + " bytes reaches behind the record");
    }
    return text.get();
  }
}
