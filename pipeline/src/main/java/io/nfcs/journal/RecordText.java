package io.nfcs.journal;

import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Decoder of texts of a record, which checks a length before memory is allocated.
 *
 * @param limit position of the decoder
 * @param end of the record
 */
record RecordText(IntSupplier limit, int end) {
  /** Returns the text at the decoder's position. */
  String of(int bytes, Supplier<String> text) {
    if (bytes < 0 || bytes > end - limit.getAsInt()) {
      throw new IllegalArgumentException("text of " + bytes + " bytes exceeds the record");
    }
    return text.get();
  }
}
