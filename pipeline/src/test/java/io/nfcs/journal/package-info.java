/** Tests of the journal. */
@NullMarked
package io.nfcs.journal;

import org.jspecify.annotations.NullMarked;
