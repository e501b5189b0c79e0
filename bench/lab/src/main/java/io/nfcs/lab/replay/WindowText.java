package io.nfcs.lab.replay;

import io.nfcs.pipeline.replay.Window;
import java.util.List;
import java.util.stream.Collectors;

/** Text of windows, as a part of a sentence. */
final class WindowText {
  private static final int SHOWN = 4;

  private WindowText() {}

  /** Returns the ticks of the windows in brackets; of many windows the first. */
  static String of(List<Window> windows) {
    String shown =
        windows.stream().limit(SHOWN).map(Window::toString).collect(Collectors.joining(", "));
    int more = windows.size() - SHOWN;
    return " (" + shown + (more > 0 ? " and " + more + " windows more" : "") + ")";
  }
}
