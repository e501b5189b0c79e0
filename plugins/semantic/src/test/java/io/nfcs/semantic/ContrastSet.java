package io.nfcs.semantic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pairs of texts that are written nearly alike and ask for different things, from templates. */
final class ContrastSet {
  record Pair(String first, String second) {}

  private static final List<String> NAMES =
      List.of("Alice", "Bruno", "Chen", "Dmitri", "Elena", "Farid");
  private static final List<String> PLACES = List.of("Paris", "London", "Oslo", "Lima", "Cairo");
  private static final List<String> DATES =
      List.of("3 March", "12 May", "30 June", "1 October", "24 December");
  private static final List<String> DAYS = List.of("Monday", "Tuesday", "Friday", "Sunday");

  private ContrastSet() {}

  static Map<String, List<Pair>> byKind() {
    Map<String, List<Pair>> pairs = new LinkedHashMap<>();
    pairs.put("numbers", numbers());
    pairs.put("negation", negation());
    pairs.put("antonyms", antonyms());
    pairs.put("roles", roles());
    pairs.put("units", units());
    pairs.put("dates", dates());
    pairs.put("quotes", quotes());
    return pairs;
  }

  private static List<Pair> numbers() {
    List<Pair> pairs = new ArrayList<>();
    for (String template :
        List.of(
            "Where is my order number %s?",
            "Set the coupling of the oscillators to %s",
            "What is %s plus one?",
            "Show me the last %s transactions on my account",
            "How many moons has planet number %s?",
            "Run the solver with %s steps and print the energy",
            "Pay %s to my landlord",
            "Is version %s.1 of the library still supported?",
            "Which policies has module %s violated?",
            "Restart server node%s in the second rack")) {
      for (int number : new int[] {2, 7, 12, 45, 120, 1999}) {
        pairs.add(new Pair(template.formatted(number), template.formatted(number + 1)));
        pairs.add(new Pair(template.formatted(number), template.formatted(number * 10)));
      }
    }
    for (String[] words :
        new String[][] {{"two", "three"}, {"ten", "twelve"}, {"half", "double"}}) {
      pairs.add(
          new Pair(
              "Give me %s of them".formatted(words[0]), "Give me %s of them".formatted(words[1])));
    }
    return pairs;
  }

  private static List<Pair> negation() {
    List<Pair> pairs = new ArrayList<>();
    for (String what :
        List.of(
            "the transfer",
            "a refund",
            "my card",
            "the update",
            "this invoice",
            "the alarm",
            "the second reactor",
            "a new session",
            "this request",
            "the old policy")) {
      pairs.add(new Pair("Please approve " + what, "Please do not approve " + what));
      pairs.add(new Pair("I can use " + what, "I can't use " + what));
      pairs.add(new Pair("Why was " + what + " accepted?", "Why wasn't " + what + " accepted?"));
      pairs.add(new Pair("Is it safe to stop " + what, "Is it never safe to stop " + what));
      pairs.add(new Pair("Continue with " + what, "Continue without " + what));
      pairs.add(new Pair("I did receive " + what, "I didnt receive " + what));
      pairs.add(new Pair("There is a limit for " + what, "There is no limit for " + what));
    }
    return pairs;
  }

  private static List<Pair> antonyms() {
    List<Pair> pairs = new ArrayList<>();
    String[][] opposites = {
      {"enable", "disable"},
      {"lock", "unlock"},
      {"increase", "decrease"},
      {"open", "close"},
      {"start", "stop"},
      {"activate", "deactivate"},
      {"show", "hide"},
      {"block", "unblock"},
      {"subscribe to", "unsubscribe from"},
      {"turn on", "turn off"},
      {"log in to", "log out of"},
      {"install", "uninstall"},
      {"raise", "lower"},
      {"connect", "disconnect"}
    };
    for (String[] pair : opposites) {
      for (String what :
          List.of(
              "the account",
              "dark mode",
              "my phone",
              "the second stage",
              "its journal",
              "the main window",
              "alerts",
              "the ring",
              "a session")) {
        pairs.add(new Pair("How do I " + pair[0] + " " + what, "How do I " + pair[1] + " " + what));
      }
    }
    String[][] words = {
      {"maximum", "minimum"},
      {"highest", "lowest"},
      {"first", "last"},
      {"largest", "smallest"},
      {"cheapest", "most expensive"},
      {"incoming", "outgoing"},
      {"possible", "impossible"},
      {"valid", "invalid"},
      {"safe", "unsafe"},
      {"earliest", "latest"},
      {"public", "private"}
    };
    for (String[] pair : words) {
      for (String template :
          List.of("What is the %s value of the field", "List every %s connection of the grid")) {
        pairs.add(new Pair(template.formatted(pair[0]), template.formatted(pair[1])));
      }
    }
    return pairs;
  }

  private static List<Pair> roles() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      for (int k = i + 1; k < NAMES.size(); k++) {
        for (String template :
            List.of("%s owes %s money", "Did %s call %s yesterday?", "%s is taller than %s")) {
          pairs.add(swapped(template, NAMES.get(i), NAMES.get(k)));
        }
      }
    }
    for (int i = 0; i < PLACES.size(); i++) {
      for (int k = i + 1; k < PLACES.size(); k++) {
        for (String template :
            List.of(
                "Book a flight from %s to %s",
                "How far is it from %s to %s by train?",
                "Convert the time in %s to the time in %s")) {
          pairs.add(swapped(template, PLACES.get(i), PLACES.get(k)));
        }
      }
    }
    pairs.add(new Pair("Man bites dog", "Dog bites man"));
    return pairs;
  }

  private static Pair swapped(String template, String a, String b) {
    return new Pair(template.formatted(a, b), template.formatted(b, a));
  }

  private static List<Pair> units() {
    List<Pair> pairs = new ArrayList<>();
    String[][] units = {
      {"km", "miles"},
      {"kg", "pounds"},
      {"litres", "gallons"},
      {"seconds", "minutes"},
      {"MB", "GB"},
      {"celsius", "fahrenheit"},
      {"dollars", "euros"},
      {"metres", "feet"},
      {"ms", "us"},
      {"days", "weeks"}
    };
    for (String[] pair : units) {
      for (String template :
          List.of(
              "Set the limit to 15 %s",
              "How much is 80 %s?",
              "Show the result in %s",
              "Is 3 %s enough for one run?",
              "It took 250 %s longer than planned")) {
        pairs.add(new Pair(template.formatted(pair[0]), template.formatted(pair[1])));
      }
    }
    return pairs;
  }

  private static List<Pair> dates() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < DATES.size(); i++) {
      for (int k = i + 1; k < DATES.size(); k++) {
        for (String template :
            List.of(
                "What happens on %s?",
                "Move the deadline to %s at noon", "Show all trades that were closed before %s")) {
          pairs.add(new Pair(template.formatted(DATES.get(i)), template.formatted(DATES.get(k))));
        }
      }
    }
    for (int i = 0; i < DAYS.size(); i++) {
      for (int k = i + 1; k < DAYS.size(); k++) {
        for (String template :
            List.of(
                "Are you open on %s?",
                "The backup runs every %s night", "Cancel my lesson of %s")) {
          pairs.add(new Pair(template.formatted(DAYS.get(i)), template.formatted(DAYS.get(k))));
        }
      }
    }
    pairs.add(new Pair("What was the weather today?", "What was the weather yesterday?"));
    pairs.add(new Pair("Meet me at 3:30 pm", "Meet me at 3:30 am"));
    pairs.add(new Pair("Meet me at 3:30 pm", "Meet me at 4:30 pm"));
    pairs.add(new Pair("Report of 2026-11-25", "Report of 2026-11-26"));
    pairs.add(new Pair("Sales of last month", "Sales of next month"));
    return pairs;
  }

  private static List<Pair> quotes() {
    List<Pair> pairs = new ArrayList<>();
    for (String[] pair :
        new String[][] {
          {"\"hello\"", "\"hallo\""},
          {"`x = y`", "`y = x`"},
          {"'a+b'", "'a-b'"},
          {"https://example.org/a", "https://example.org/b"},
          {"/etc/hosts", "/etc/passwd"},
          {"ann@example.org", "bob@example.org"}
        }) {
      for (String template : List.of("What does %s mean?", "Please open %s for me")) {
        pairs.add(new Pair(template.formatted(pair[0]), template.formatted(pair[1])));
      }
    }
    return pairs;
  }
}
