package io.nfcs.semantic.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * An index of Lucene with a document for each text: its vector in field {@value #VECTOR}, which any
 * tool of Lucene can search, the text itself in {@value #TEXT}, its entries, and in {@value #ROW}
 * the row that the vector has in memory.
 *
 * <p>A commit states the last record of the log it includes, and the embedder of its vectors.
 *
 * <p><b>Threads.</b> One at a time, except for {@link #near}. <b>Owns</b> its folder, which no
 * other process may open at the same time. <b>Fails</b> with an {@link IOException}; commits stay.
 */
public final class LuceneStore implements AutoCloseable {
  static final String VECTOR = "vector";
  static final String TEXT = "text";
  static final String ROW = "row";
  private static final String ID = "id";
  private static final String ENTRIES = "entries";
  private static final int MERGES = 6;
  private static final double BUFFER_MEGABYTES = 64;
  private static final String SEQUENCE = "nfcs.sequence";
  private static final String EMBEDDER = "nfcs.embedder";
  private static final String DIMENSION = "nfcs.dimension";
  private static final String LOG = "nfcs.log";

  private final Directory directory;
  private final IndexWriter writer;
  private final VectorsCodec codec;
  private final Neighbours neighbours;
  private final Map<String, String> commitData = new TreeMap<>();

  /** Receiver of the texts of the index. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes a text.
     *
     * @param row that its vector had in memory
     * @param vector without components if it says nothing
     * @param entries little-endian, as they were put
     */
    void text(String text, int row, float[] vector, ByteBuffer entries);
  }

  private LuceneStore(Directory directory, IndexWriter writer, VectorsCodec codec)
      throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.codec = codec;
    neighbours = new Neighbours(writer);
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data != null) {
      data.forEach(entry -> commitData.put(entry.getKey(), entry.getValue()));
    }
  }

  /**
   * Opens the index of a folder, or makes an empty one.
   *
   * @param embedder identity of the embedder of the vectors
   * @param dimension components of a vector
   * @throws IOException if the folder is open elsewhere, cannot be read, or has vectors of another
   *     embedder
   */
  public static LuceneStore open(Path folder, String embedder, int dimension) throws IOException {
    Directory directory = FSDirectory.open(folder);
    try {
      VectorsCodec codec = new VectorsCodec();
      ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
      merges.setMaxMergesAndThreads(MERGES, 1);
      // a search costs about as much in a small segment as in a large one: few, and none small
      TieredMergePolicy fewSegments =
          new TieredMergePolicy().setSegmentsPerTier(4).setFloorSegmentMB(BUFFER_MEGABYTES);
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(codec)
              .setMergeScheduler(merges)
              .setMergePolicy(fewSegments)
              .setRAMBufferSizeMB(BUFFER_MEGABYTES)
              .setCommitOnClose(false);
      IndexWriter writer = new IndexWriter(directory, config);
      try {
        LuceneStore store = new LuceneStore(directory, writer, codec);
        store.check(folder, embedder, dimension);
        return store;
      } catch (IOException | RuntimeException e) {
        writer.rollback();
        throw e;
      }
    } catch (LockObtainFailedException e) {
      directory.close();
      throw new IOException(folder + ": is open already, by this process or another", e);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Returns the number of the last record of the log that the index includes. */
  public long sequence() {
    return Long.parseLong(commitData.getOrDefault(SEQUENCE, "0"));
  }

  /** Returns whether a log has been begun beside the index and must be there. */
  public boolean hasLog() {
    return commitData.containsKey(LOG);
  }

  /** Records that a log has been begun. */
  public void beginLog() throws IOException {
    commitData.put(LOG, "begun");
    commit(sequence());
  }

  /** Reads every text. */
  public void read(Reader reader) throws IOException {
    try (DirectoryReader texts = DirectoryReader.open(writer)) {
      for (LeafReaderContext leaf : texts.leaves()) {
        read(leaf.reader(), reader);
      }
    }
  }

  /** Puts a text, replacing its earlier entries; it is durable after {@link #commit}. */
  public void put(String text, int row, float[] vector, byte[] entries) throws IOException {
    BytesRef id = id(text);
    Document document = new Document();
    document.add(new StringField(ID, id, Field.Store.NO));
    document.add(new StoredField(TEXT, text));
    document.add(new StoredField(ENTRIES, entries));
    document.add(new NumericDocValuesField(ROW, row));
    if (vector.length > 0) {
      document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    }
    writer.updateDocument(new Term(ID, id), document);
  }

  /** Removes a text. */
  public void remove(String text) throws IOException {
    writer.deleteDocuments(new Term(ID, id(text)));
  }

  /** Removes all texts. */
  public void clear() throws IOException {
    writer.deleteAll();
  }

  /** Makes all changes up to a record of the log durable. */
  public void commit(long sequence) throws IOException {
    commitData.put(SEQUENCE, Long.toString(sequence));
    writer.setLiveCommitData(commitData.entrySet());
    writer.commit();
  }

  /** Builds graphs of the present texts and then of new ones, in the background. */
  public void buildGraphs() throws IOException {
    if (!codec.hasGraphs()) {
      codec.writeGraphs();
      neighbours.refresh();
      if (!neighbours.isComplete()) {
        writer.forceMerge(1, false);
      }
    }
  }

  /**
   * Makes {@link #near} find the texts put so far.
   *
   * @return whether graphs exist for the search, so that it need not examine all texts
   */
  public boolean refresh() throws IOException {
    neighbours.refresh();
    return neighbours.isComplete();
  }

  /**
   * Finds rows of texts near a vector, as of the last {@link #refresh}: most of the nearest, not
   * always all. Any thread may call this.
   *
   * @param rows is filled from an index on
   * @param from the index
   * @param most largest number of rows
   * @return index after the last row
   */
  public int near(float[] vector, int[] rows, int from, int most) throws IOException {
    return neighbours.find(vector, rows, from, most);
  }

  /** Closes the index, without uncommitted changes. */
  @Override
  public void close() throws IOException {
    try (directory;
        neighbours) {
      writer.rollback();
    }
  }

  private void check(Path folder, String embedder, int dimension) throws IOException {
    if (commitData.isEmpty() && writer.getDocStats().maxDoc == 0) {
      commitData.put(EMBEDDER, embedder);
      commitData.put(DIMENSION, Integer.toString(dimension));
      commit(0);
    }
    String found = commitData.get(EMBEDDER) + " with " + commitData.get(DIMENSION);
    String expected = embedder + " with " + dimension;
    if (!found.equals(expected)) {
      throw new IOException(
          folder
              + ": has vectors of embedder "
              + found
              + " components, and that of the configuration is "
              + expected
              + "; expected the same embedder, or an empty folder");
    }
  }

  private static void read(LeafReader leaf, Reader reader) throws IOException {
    StoredFields fields = leaf.storedFields();
    Bits live = leaf.getLiveDocs();
    FloatVectorValues vectors = leaf.getFloatVectorValues(VECTOR);
    NumericDocValues rows = DocValues.getNumeric(leaf, ROW);
    DocIndexIterator places = vectors == null ? null : vectors.iterator();
    for (int i = 0; i < leaf.maxDoc(); i++) {
      if (live != null && !live.get(i)) {
        continue;
      }
      float[] vector = new float[0];
      if (vectors != null && places != null) {
        int place = places.docID() < i ? places.advance(i) : places.docID();
        if (place == i) {
          vector = vectors.vectorValue(places.index()).clone();
        }
      }
      int row = rows.advanceExact(i) ? (int) rows.longValue() : -1;
      Document document = fields.document(i);
      BytesRef entries = document.getBinaryValue(ENTRIES);
      reader.text(
          document.get(TEXT),
          row,
          vector,
          ByteBuffer.wrap(entries.bytes, entries.offset, entries.length)
              .slice()
              .order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  /** Returns the term of a text as its hash, since a text may be longer than a term. */
  private static BytesRef id(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new BytesRef(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
