package io.nfcs.esc;

import static io.nfcs.esc.TokenVectors.DIMENSION;

import io.nfcs.memory.Digest;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tokens of one batch after the other: each is judged and filtered, and what passes drives a field
 * of meanings.
 *
 * <p>What is pure, the contribution of a batch to the field, may come from an earlier batch that is
 * equal or much alike; kind, risk and filter never do.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made. <b>Fails</b> on no text
 * whatever.
 */
public final class Esc {
  /** Of the saved state; another one for another layout. */
  private static final int FORMAT = 1;

  private final EscSettings settings;
  private final TokenBatch batch;
  private final Attention attention;
  private final int[] signs;
  private final int[] sum = new int[DIMENSION];
  private final double[] contribution = new double[DIMENSION];
  private EchoMemory echoes;
  private SemanticField field = new SemanticField();
  private Contributions known;
  private long batches;
  private int accepted;
  private int vectors;
  private long key;
  private final AtomicLong reused = new AtomicLong();

  /**
   * Nothing has been said yet.
   *
   * @param maxBytes of a text
   */
  public Esc(EscSettings settings, int maxBytes) {
    this.settings = settings;
    batch = new TokenBatch(maxBytes, new Lexicon(settings.unsafeWords()), new UnsafeBuffer());
    echoes = new EchoMemory(settings.echoTokens(), settings.echoHalfLife());
    known = new Contributions(settings.cacheEntries(), settings.reuseCosine());
    attention = new Attention(settings.maxTokens());
    signs = new int[settings.maxTokens() * DIMENSION];
  }

  /**
   * Takes the next text.
   *
   * @param limit tokens of a larger risk are filtered, as are those above the settings' own limit
   * @param isPlain whether to do without attention where no earlier contribution will do
   */
  public void process(DirectBuffer text, int bytes, double limit, boolean isPlain) {
    batches++;
    batch.read(text, bytes);
    hear();
    accept(Math.min(limit, settings.riskLimit()));
    if (accepted == 0) {
      Arrays.fill(contribution, 0);
      field.drive(contribution);
      return;
    }
    field.drive(contribution(isPlain));
  }

  /** The tokens of the last text. */
  public TokenBatch batch() {
    return batch;
  }

  /** Tokens of the last text that passed the filter. */
  public int accepted() {
    return accepted;
  }

  /** Largest risk of a token of the last text, 0 without tokens. */
  public double risk() {
    double largest = 0;
    for (int token = 0; token < batch.size(); token++) {
      largest = Math.max(largest, batch.risk(token));
    }
    return largest;
  }

  /** Share of the last text's tokens that are unsafe. */
  public double unsafeRatio() {
    int unsafe = 0;
    for (int token = 0; token < batch.size(); token++) {
      unsafe += batch.kind(token) == TokenKind.UNSAFE ? 1 : 0;
    }
    return batch.size() == 0 ? 0 : (double) unsafe / batch.size();
  }

  /** Mean echo of the last text's tokens. */
  public double echo() {
    double sum = 0;
    for (int token = 0; token < batch.size(); token++) {
      sum += batch.echo(token);
    }
    return batch.size() == 0 ? 0 : sum / batch.size();
  }

  /** Order parameter of the field, 0..1: 1 where its fast and slow layers agree. */
  public double order() {
    return field.order();
  }

  /** Batches whose contribution came from an earlier one; any thread may ask. */
  public long reused() {
    return reused.get();
  }

  /** Digest of the field. */
  public long digest() {
    return field.digest();
  }

  /** Most bytes of {@link #save}. */
  public int stateBytes() {
    return Integer.BYTES
        + Long.BYTES
        + echoes.stateBytes()
        + SemanticField.STATE_BYTES
        + known.stateBytes();
  }

  /**
   * Writes all that the next texts depend on: format as {@code int} and the number of texts, what
   * echoes, the field, and the contributions, of which one may do for a like text.
   */
  public void save(StateWriter to) {
    to.writeInt(FORMAT);
    to.writeLong(batches);
    echoes.save(to);
    field.save(to);
    known.save(to);
  }

  /**
   * Takes a state saved under the same settings, whole or not at all.
   *
   * @throws IllegalArgumentException if it is none
   */
  public void restore(StateReader from) {
    from.expect("format", FORMAT);
    long newBatches = from.readLong();
    if (newBatches < 0) {
      throw new IllegalArgumentException("state has " + newBatches + " texts, expected 0 or more");
    }
    EchoMemory newEchoes = echoes.empty();
    newEchoes.restore(from);
    SemanticField newField = new SemanticField();
    newField.restore(from);
    Contributions newKnown = known.empty();
    newKnown.restore(from);
    from.expectEnd();
    batches = newBatches;
    echoes = newEchoes;
    field = newField;
    known = newKnown;
  }

  SemanticField field() {
    return field;
  }

  Contributions known() {
    return known;
  }

  /** A batch does not hear itself. */
  private void hear() {
    for (int token = 0; token < batch.size(); token++) {
      batch.echo(token, echoes.echo(batch.id(token), batches));
    }
    for (int token = 0; token < batch.size(); token++) {
      echoes.say(batch.id(token), batches);
    }
  }

  private void accept(double limit) {
    accepted = 0;
    vectors = 0;
    key = 0;
    Arrays.fill(sum, 0);
    for (int token = 0; token < batch.size(); token++) {
      if (batch.risk(token) <= limit) {
        accepted++;
        take(batch.id(token));
      }
    }
  }

  private void take(long id) {
    if (vectors == settings.maxTokens()) {
      return;
    }
    int offset = DIMENSION * vectors++;
    TokenVectors.signs(id, signs, offset);
    for (int i = 0; i < DIMENSION; i++) {
      sum[i] += signs[offset + i];
    }
    key = Digest.mix(key, id);
  }

  private double[] contribution(boolean isPlain) {
    int place = known.find(key, sum);
    if (place >= 0) {
      reused.lazySet(reused.getPlain() + 1);
      return known.value(place);
    }
    if (isPlain) {
      double unit = 1 / (vectors * Math.sqrt(DIMENSION));
      for (int i = 0; i < DIMENSION; i++) {
        contribution[i] = unit * sum[i];
      }
    } else {
      attention.contribute(signs, vectors, contribution);
      known.add(key, sum, contribution);
    }
    return contribution;
  }
}
