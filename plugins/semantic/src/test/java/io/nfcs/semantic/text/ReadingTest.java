package io.nfcs.semantic.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ReadingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I can't, won't and didn't     | i can not will not and did not",
        "What's the dog's name? It's X | what is the dog name it is x",
        "they've doesnt cannot         | they have does not can not",
        "Crème brûlée, 20%             | creme brulee 20 percent",
        "3.5kg for $1,000 at 10:30pm   | 3.5 kg for dollar 1,000 at 10:30 pm",
        "2nd of B52s, -7 degrees       | 2 of b52s -7 degrees"
      })
  void shouldCutTextsIntoWords(String text, String words) {
    assertEquals(List.of(words.split(" ")), Words.of(text));
  }

  @ParameterizedTest
  @CsvSource({
    "running, run",
    "stopped, stop",
    "policies, polici",
    "policy, polici",
    "classes, class",
    "boxes, box",
    "colours, color",
    "telling, tell",
    "bus, bus",
    "makes, mak",
    "making, mak",
    "sing, sing",
    "realising, realiz"
  })
  void shouldTakeEndingsOff(String word, String stem) {
    assertEquals(stem, Stem.of(word));
  }

  @Test
  void shouldKeepNumbersWithTheirUnits() {
    assertEquals(
        List.of("1000 dollar", "2 kg", "3.5 km", "june"),
        Reading.of("two kilograms, 3.50 km and 1,000 dollars in June").amounts());
    assertEquals(List.of("0.5 liter"), Reading.of("half a litre").amounts());
  }

  @Test
  void shouldFindQuotes() {
    assertEquals(
        List.of("a b", "https://x.org/y", "ls -l", "me@x.org"),
        Reading.of("say \"a b\", run `ls -l`, see https://x.org/y or ask me@x.org").quotes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is it?          | WHAT",
        "Please tell me how   | HOW",
        "So, can I?           | WHETHER",
        "I cannot             | NONE",
        "capital of France    | OPEN",
        "?                    | OPEN"
      })
  void shouldKnowWhatIsAskedFor(String text, Question question) {
    assertEquals(question, Reading.of(text).question());
  }
}
