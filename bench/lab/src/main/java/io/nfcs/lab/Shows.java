package io.nfcs.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a benchmark shows, in one line, for {@code nfcs bench --list}; on a field of its counters
 * what that shows and in which unit, which also has it plotted by {@code nfcs bench --jmh}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Shows {
  /** The line. */
  String value();
}
