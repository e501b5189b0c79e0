package io.nfcs.semantic.esc;

import io.nfcs.memory.Digest;
import io.nfcs.tick.DegradeStep;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Payload;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stage {@code esc}: judges the tokens of the tick, filters them by the limit of the control
 * intent, and lets what is left drive the field of meanings.
 *
 * <p>Sets the largest risk of a token, the share of unsafe ones, the echo and the order parameter
 * of the field. Where the loop degrades to cached answers, a batch that is like no earlier one
 * counts by the plain mean of its tokens. <b>Allocates</b> in {@link #open} only.
 */
public final class EscStage implements Stage {
  private volatile @Nullable Esc esc;
  private int stage;

  /** For {@link java.util.ServiceLoader}. */
  public EscStage() {}

  @Override
  public String name() {
    return "esc";
  }

  @Override
  public void open(StageContext context) {
    esc = new Esc(context.settings(EscSettings.class), context.shape().payloadBytes());
    stage = context.stage();
    context
        .metrics()
        .counter(
            "nfcs_esc_reused_batches",
            "Token batches whose contribution came from an earlier one.",
            Map.of(),
            this::reused);
  }

  private long reused() {
    Esc open = esc;
    return open == null ? 0 : open.reused();
  }

  @Override
  public void run(Tick tick) {
    Esc open = Objects.requireNonNull(esc, "stage is not open");
    Payload tokens = tick.input().tokens();
    open.process(
        tokens.buffer(),
        tokens.length(),
        tick.input().control().tokenLimit(),
        tick.input().isDegraded(DegradeStep.CACHED_ANSWERS));
    Outcome outcome = tick.outcome();
    outcome.tokenRisk(open.risk());
    outcome.unsafeRatio(open.unsafeRatio());
    outcome.echo(open.echo());
    outcome.semanticOrder(open.order());
    long digest = Digest.mix(open.digest(), Double.doubleToRawLongBits(open.risk()));
    digest = Digest.mix(digest, Double.doubleToRawLongBits(open.unsafeRatio()));
    tick.digest(stage, Digest.mix(digest, Double.doubleToRawLongBits(open.echo())));
  }

  @Override
  public void close() {
    esc = null;
  }
}
