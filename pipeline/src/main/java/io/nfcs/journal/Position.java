package io.nfcs.journal;

import java.nio.file.Path;

/**
 * Position of a record.
 *
 * @param file its file
 * @param offset byte in the file at which the record begins
 * @param bytes length of the record
 */
public record Position(Path file, long offset, int bytes) {}
