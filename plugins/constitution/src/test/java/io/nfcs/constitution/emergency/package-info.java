/** Tests of the constitution's emergency. */
@NullMarked
package io.nfcs.constitution.emergency;

import org.jspecify.annotations.NullMarked;
