package io.nfcs.semantic.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Names of units of measure and of parts of dates, each with the name used for comparison. */
final class Units {
  private static final String NAMES =
      """
      mm millimeter millimetre millimeters millimetres
      cm centimeter centimetre centimeters centimetres
      m meter metre meters metres
      km kilometer kilometre kilometers kilometres
      inch inches
      foot feet ft
      yard yards
      mile miles mi
      mg milligram milligrams
      g gram grams
      kg kilogram kilograms kilo kilos
      ton tons tonne tonnes
      ounce ounces oz
      pound pounds lb lbs gbp
      ml milliliter millilitre milliliters millilitres
      liter litre liters litres l
      gallon gallons
      ns nanosecond nanoseconds
      us microsecond microseconds
      ms millisecond milliseconds
      second seconds sec secs s
      minute minutes min mins
      hour hours h hr hrs hourly
      day days daily
      week weeks weekly
      fortnight
      month months monthly
      quarter quarters quarterly
      year years yearly annual annually
      decade decades
      century centuries
      byte bytes
      kb kilobyte kilobytes
      mb megabyte megabytes
      gb gigabyte gigabytes
      tb terabyte terabytes
      kib
      mib
      gib
      tib
      hz
      khz
      mhz
      ghz
      w watt watts
      kw kilowatt kilowatts
      v volt volts
      amp amps ampere amperes
      pa
      bar
      psi
      celsius c
      fahrenheit f
      kelvin
      degree degrees
      percent pct
      dollar dollars usd
      euro euros eur
      yen jpy
      cent cents
      franc francs chf
      rupee rupees inr
      january jan
      february feb
      march
      april apr
      june jun
      july jul
      august aug
      september sep sept
      october oct
      november nov
      december dec
      monday mon
      tuesday tue tues
      wednesday wed
      thursday thu thurs
      friday fri
      saturday sat
      sunday sun
      today
      tomorrow
      yesterday
      tonight
      morning
      noon
      afternoon
      evening
      midnight
      weekend weekends
      am
      pm
      """;

  /** Words that are units only after a number. */
  private static final Set<String> AMBIGUOUS =
      Set.of(
          "m", "g", "l", "s", "h", "w", "v", "c", "f", "us", "am", "mon", "sat", "sun", "mar",
          "dec", "bar", "min", "foot", "second");

  private static final Map<String, String> UNITS = units();

  private Units() {}

  /** Returns whether letters after a number are its unit. */
  static boolean isUnit(String letters) {
    return UNITS.containsKey(letters);
  }

  /** Returns the unit's one name, or an empty text if the word is not a unit. */
  static String named(String word, boolean afterNumber) {
    return afterNumber || !AMBIGUOUS.contains(word) ? UNITS.getOrDefault(word, "") : "";
  }

  private static Map<String, String> units() {
    Map<String, String> units = new HashMap<>();
    NAMES
        .lines()
        .map(line -> line.split(" "))
        .forEach(names -> {
          for (String name : names) {
            units.put(name, names[0]);
          }
        });
    return Map.copyOf(units);
  }
}
