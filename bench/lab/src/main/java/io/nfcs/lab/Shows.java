package io.nfcs.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Description of a benchmark in one line, for the list of benchmarks; on a field of its counters a
 * description of that counter and its unit, which also adds it to the plots of {@code nfcs bench
 * --jmh}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Shows {
  /** Returns the description. */
  String value();
}
