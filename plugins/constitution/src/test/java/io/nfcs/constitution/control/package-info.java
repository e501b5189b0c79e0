/** Tests of the constitution's control. */
@NullMarked
package io.nfcs.constitution.control;

import org.jspecify.annotations.NullMarked;
