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
 * Processor of the tokens of one batch after the other: each token is judged and filtered, and
 * those that pass drive a field of meanings.
 *
 * <p>The contribution of a batch to the field is pure and may come from an earlier batch that is
 * equal or very similar; kind, risk and filter never do.
 *
 * <p><b>Threads.</b> One at a time; {@link #reused} any, which sees a recent value: the count has
 * one writer, so it is stored by a release, without an atomic addition. <b>Allocates</b> only when
 * made. <b>Fails</b> on no text.
 */
public final class Esc {
  /** Format of the saved state; another layout has another number. */
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
   * Creates a processor to which no text has been given.
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
   * Processes the next text, one a tick: an empty one lets the field decay.
   *
   * @param text read during the call and by {@link #batch} until the next one, which borrows it
   * @param bytes length of the text, {@code maxBytes} at most
   * @param limit tokens of a larger risk are filtered, as are those above the settings' own limit
   * @param isPlain whether to skip attention where no earlier contribution fits
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

  /** Returns the tokens of the last text: a view, which the next text changes. */
  public TokenBatch batch() {
    return batch;
  }

  /** Returns how many tokens of the last text passed the filter. */
  public int accepted() {
    return accepted;
  }

  /** Returns the largest risk of a token of the last text, 0 without tokens. */
  public double risk() {
    double largest = 0;
    for (int token = 0; token < batch.size(); token++) {
      largest = Math.max(largest, batch.risk(token));
    }
    return largest;
  }

  /** Returns the share of the last text's tokens that are unsafe. */
  public double unsafeRatio() {
    int unsafe = 0;
    for (int token = 0; token < batch.size(); token++) {
      unsafe += batch.kind(token) == TokenKind.UNSAFE ? 1 : 0;
    }
    return batch.size() == 0 ? 0 : (double) unsafe / batch.size();
  }

  /** Returns the mean echo of the last text's tokens. */
  public double echo() {
    double sum = 0;
    for (int token = 0; token < batch.size(); token++) {
      sum += batch.echo(token);
    }
    return batch.size() == 0 ? 0 : sum / batch.size();
  }

  /** Returns the order parameter of the field, 0..1: 1 where its fast and slow layers agree. */
  public double order() {
    return field.order();
  }

  /** Returns how many batches had a contribution from an earlier one; any thread may ask. */
  public long reused() {
    return reused.get();
  }

  /** Returns the digest of the field. */
  public long digest() {
    return field.digest();
  }

  /** Returns the largest number of bytes of {@link #save}. */
  public int stateBytes() {
    return Integer.BYTES
        + Long.BYTES
        + echoes.stateBytes()
        + SemanticField.STATE_BYTES
        + known.stateBytes();
  }

  /**
   * Writes everything that the next texts depend on: format as {@code int} and the number of texts,
   * the echoes, the field, and the contributions, which may be reused for a similar text.
   */
  public void save(StateWriter to) {
    to.writeInt(FORMAT);
    to.writeLong(batches);
    echoes.save(to);
    field.save(to);
    known.save(to);
  }

  /**
   * Restores a state saved under the same settings, atomically.
   *
   * @throws IllegalArgumentException if the bytes are not such a state
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

  /** Records the tokens after their echoes were read, since a batch does not hear itself. */
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
