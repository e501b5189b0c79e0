package io.nfcs.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one key of the configuration, on the record component it is bound to. The key is the
 * component's name in snake case.
 *
 * <p>Component types: {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String},
 * enums (written in lower case with hyphens), {@link Secret} for a text that may hold a password,
 * lists of these, {@code Map<String, List<String>>}, and nested records, whose components are
 * declared in turn. Every number has a range, which holds for the elements of a list as well. Rules
 * between several keys are checked by the record's constructor, whose {@link
 * IllegalArgumentException} is reported with the place of the block.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** Returns the meaning of the setting, in one sentence. */
  String doc();

  /** Returns the unit, or an empty text. For {@code bytes} the file may say 64KiB, 64MiB, 2GiB. */
  String unit() default "";

  /**
   * Returns the default as in the file; "" for nested records; {@link #REQUIRED} if there is none.
   */
  String value() default REQUIRED;

  /** Returns the smallest allowed value of a number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Returns the largest allowed value of a number. */
  double max() default Double.POSITIVE_INFINITY;

  /** Returns whether only powers of two are allowed. */
  boolean powerOfTwo() default false;

  /** Stands for "there is no default". */
  String REQUIRED = "<required>";
}
