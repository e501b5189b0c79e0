/** Write-ahead log: its records survive the process. */
@NullMarked
package io.nfcs.semantic.wal;

import org.jspecify.annotations.NullMarked;
