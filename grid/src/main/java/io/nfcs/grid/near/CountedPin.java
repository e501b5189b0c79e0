package io.nfcs.grid.near;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pin of one lease among any number, counted in the entry: whoever frees memory need not look
 * at it, and pays nothing for it. The last that lets a retired entry go says so to the tier.
 *
 * <p><b>Threads.</b> One.
 */
final class CountedPin extends Pin {
  private final Consumer<NearEntry> sample;
  private final Consumer<NearEntry> released;
  private @Nullable NearEntry entry;

  /**
   * A pin of nothing.
   *
   * @param sample takes hits for the policy
   * @param released takes a retired entry that no counted pin holds any more
   */
  CountedPin(Consumer<NearEntry> sample, Consumer<NearEntry> released) {
    this.sample = sample;
    this.released = released;
  }

  @Override
  boolean set(NearEntry candidate) {
    clear();
    if (!candidate.pin()) {
      return false;
    }
    entry = candidate;
    return true;
  }

  @Override
  void clear() {
    NearEntry held = entry;
    if (held != null) {
      entry = null;
      if (held.unpin()) {
        released.accept(held);
      }
    }
  }

  @Override
  boolean isSet() {
    return entry != null;
  }

  @Override
  void sample(NearEntry hit) {
    sample.accept(hit);
  }
}
