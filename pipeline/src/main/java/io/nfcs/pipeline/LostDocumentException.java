package io.nfcs.pipeline;

import io.nfcs.journal.JournalDocuments;
import java.io.Serial;

/** A run that cannot be executed again, since a document that its ticks refer to is not there. */
public final class LostDocumentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  LostDocumentException(long run, JournalDocuments.Lost document) {
    super("run " + run + " cannot be executed since " + document);
  }
}
