/** Write-ahead log: what a process was told survives it. */
@NullMarked
package io.nfcs.semantic.wal;

import org.jspecify.annotations.NullMarked;
