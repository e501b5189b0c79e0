package io.nfcs.jmh;

import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.Shows;
import io.nfcs.semantic.index.Search;
import io.nfcs.semantic.index.VectorIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The nearest of N vectors at a cosine of 0.95 and more, embedding excluded: our exact index,
 * Lucene's HNSW graph (k = 20, one segment, which misses some), and a scan of all vectors by
 * Lucene's SIMD dot product.
 *
 * <p>384 components of falling variance, in clusters; half of the queries have an answer, a quarter
 * have a near miss, a quarter are foreign. To be run with the flags of {@code config/jvm.options}.
 */
@Shows("the nearest of many vectors, ours against Lucene's HNSW and a scan of all")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class SemanticLookupBenchmark {
  private static final int DIMENSION = 384;
  private static final int QUERIES = 1024;
  private static final double THRESHOLD = 0.95;
  private static final int K = 20;
  private static final String FIELD = "vector";

  /** Number of vectors. */
  @Param({"10000", "100000"})
  public int n;

  private final SplittableRandom random = new SplittableRandom(4);
  private float[][] vectors;
  private float[][] queries;
  private int next;
  private VectorIndex<Integer> index;
  private Search<Integer> search;
  private int spare;
  private ScratchFolder folder;
  private DirectoryReader reader;
  private LeafReader leaf;

  /** Made by JMH. */
  public SemanticLookupBenchmark() {}

  /** Fills all indexes with the same vectors. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    vectors = new float[n][];
    for (int i = 0; i < n; i++) {
      vectors[i] = i % 25 == 0 ? unit(noise()) : near(vectors[i - i % 25], 0.6);
    }
    queries = new float[QUERIES][];
    for (int i = 0; i < QUERIES; i++) {
      float[] vector = vectors[random.nextInt(n)];
      queries[i] =
          switch (i & 3) {
            case 0, 1 -> near(vector, random.nextDouble(0.95, 0.995));
            case 2 -> near(vector, random.nextDouble(0.85, 0.949));
            default -> unit(noise());
          };
    }
    index = new VectorIndex<>(DIMENSION, Runnable::run);
    for (int i = 0; i < n; i++) {
      index.add(vectors[i], i);
    }
    spare = index.add(vectors[0], 0);
    search = index.search();
    folder = ScratchFolder.create();
    Path path = folder.path();
    try (FSDirectory directory = FSDirectory.open(path);
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig().setRAMBufferSizeMB(512))) {
      for (float[] vector : vectors) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(FIELD, vector, VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    reader = DirectoryReader.open(FSDirectory.open(path));
    leaf = reader.leaves().getFirst().reader();
  }

  /** Closes all indexes. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    reader.close();
    folder.close();
  }

  /** Searches exactly. */
  @Benchmark
  public boolean nfcs() {
    return search.find(query(), THRESHOLD, (item, cosine) -> true);
  }

  /** Stores a vector: that of a spare row, removed and added again. */
  @Benchmark
  public int nfcsStore() {
    index.remove(spare);
    spare = index.add(query(), 0);
    return spare;
  }

  /** Searches the graph, and checks that its answer is near enough. */
  @Benchmark
  public boolean luceneHnsw() throws IOException {
    float[] query = query();
    TopKnnCollector nearest = new TopKnnCollector(K, Integer.MAX_VALUE);
    leaf.searchNearestVectors(
        FIELD, query, nearest, AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc()));
    ScoreDoc[] found = nearest.topDocs().scoreDocs;
    return found.length > 0 && 2 * found[0].score - 1 >= THRESHOLD;
  }

  /** Scans all vectors. */
  @Benchmark
  public boolean exactScan() {
    float[] query = query();
    float best = -1;
    for (float[] vector : vectors) {
      best = Math.max(best, VectorUtil.dotProduct(vector, query));
    }
    return best >= THRESHOLD;
  }

  private float[] query() {
    return queries[next++ & (QUERIES - 1)];
  }

  private float[] near(float[] vector, double cosine) {
    float[] across = unit(noise());
    double along = VectorUtil.dotProduct(across, vector);
    double[] mixed = new double[DIMENSION];
    double sine = Math.sqrt((1 - cosine * cosine) / Math.max(1e-9, 1 - along * along));
    for (int k = 0; k < DIMENSION; k++) {
      mixed[k] = cosine * vector[k] + sine * (across[k] - along * vector[k]);
    }
    return unit(mixed);
  }

  private double[] noise() {
    double[] noise = new double[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      noise[k] = random.nextGaussian() / Math.sqrt(k + 10);
    }
    return noise;
  }

  private static float[] unit(double[] vector) {
    double squares = 0;
    for (double component : vector) {
      squares += component * component;
    }
    float[] unit = new float[vector.length];
    for (int k = 0; k < unit.length; k++) {
      unit[k] = (float) (vector[k] / Math.sqrt(squares));
    }
    return unit;
  }
}
