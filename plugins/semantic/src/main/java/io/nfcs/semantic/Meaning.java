package io.nfcs.semantic;

import io.nfcs.semantic.text.Reading;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A text, and its entries by context: the index has its vector once, however many entries it has.
 *
 * <p><b>Threads.</b> Any read; changes under the cache's lock. The row is written before the text
 * is put into the table of texts and does not change, so a reader that has it from there sees the
 * row. A reader that has it from the index must not use the row; it may find the text before its
 * first entry, and then finds no entry.
 */
final class Meaning {
  /** Row of texts whose vector says nothing: they are found by themselves only. */
  static final int NO_ROW = -1;

  final String text;
  final Reading reading;
  final Map<String, Entry> entries = new ConcurrentHashMap<>(1);
  int row = NO_ROW;

  Meaning(String text) {
    this.text = text;
    reading = Reading.of(text);
  }
}
