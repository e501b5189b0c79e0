package io.nfcs.pipeline;

import io.nfcs.journal.JournalDocuments;
import java.io.Serial;

/** Thrown when a run cannot be executed again, since a document of its ticks is lost. */
public final class LostDocumentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  LostDocumentException(long run, JournalDocuments.Lost document) {
    super("run " + run + " cannot be executed since " + document);
  }
}
