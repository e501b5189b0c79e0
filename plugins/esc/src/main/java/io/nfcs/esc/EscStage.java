package io.nfcs.esc;

import io.nfcs.memory.Digest;
import io.nfcs.tick.DegradeStep;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Payload;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.Tick;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stage {@code esc}: judges the tokens of the tick, filters them by the limit of the control
 * intent, and lets the remaining tokens drive the field of meanings.
 *
 * <p>Sets the largest risk of a token, the share of unsafe ones, the echo and the order parameter
 * of the field. Where the loop degrades to cached answers, a batch unlike all earlier ones counts
 * by the plain mean of its tokens. <b>Allocates</b> in {@link #open} only.
 *
 * <p><b>Threads.</b> As a {@link Stage}. Readers of the metrics, on any thread, read the volatile
 * processor and its count of reused batches, 0 while the stage is not open; all else belongs to the
 * thread that runs the stage.
 */
public final class EscStage implements Stage {
  private volatile @Nullable Esc esc;
  private int stage;
  private int risk;
  private int unsafe;
  private int echo;
  private int order;

  /** For {@link java.util.ServiceLoader}. */
  public EscStage() {}

  @Override
  public String name() {
    return "esc";
  }

  @Override
  public List<Quantity> results() {
    return List.of(
        ModelQuantities.TOKEN_RISK,
        ModelQuantities.UNSAFE_RATIO,
        ModelQuantities.ECHO,
        ModelQuantities.SEMANTIC_ORDER);
  }

  @Override
  public void open(StageContext context) {
    esc = new Esc(context.settings(EscSettings.class), context.shape().payloadBytes());
    stage = context.stage();
    risk = context.result(ModelQuantities.TOKEN_RISK);
    unsafe = context.result(ModelQuantities.UNSAFE_RATIO);
    echo = context.result(ModelQuantities.ECHO);
    order = context.result(ModelQuantities.SEMANTIC_ORDER);
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
    outcome.number(risk, open.risk());
    outcome.number(unsafe, open.unsafeRatio());
    outcome.number(echo, open.echo());
    outcome.number(order, open.order());
    long digest = Digest.mix(open.digest(), Double.doubleToRawLongBits(open.risk()));
    digest = Digest.mix(digest, Double.doubleToRawLongBits(open.unsafeRatio()));
    tick.digest(stage, Digest.mix(digest, Double.doubleToRawLongBits(open.echo())));
  }

  @Override
  public int stateBytes() {
    return Objects.requireNonNull(esc, "stage is not open").stateBytes();
  }

  @Override
  public void save(StateWriter to) {
    Objects.requireNonNull(esc, "stage is not open").save(to);
  }

  @Override
  public void restore(StateReader from) {
    Objects.requireNonNull(esc, "stage is not open").restore(from);
  }

  @Override
  public void close() {
    esc = null;
  }
}
