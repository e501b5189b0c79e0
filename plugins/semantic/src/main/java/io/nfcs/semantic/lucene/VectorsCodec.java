package io.nfcs.semantic.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own codec, except for two things at the time of writing: no graphs (HNSW) until they are
 * needed, and vectors of any length.
 *
 * <p><b>Threads.</b> Any.
 */
final class VectorsCodec extends Lucene104Codec {
  private static final KnnVectorsFormat FLAT =
      new AnyLength(
          new Lucene99HnswVectorsFormat(
              Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
              Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
              Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
              null,
              Integer.MAX_VALUE));
  private static final KnnVectorsFormat GRAPHS = new AnyLength(new Lucene99HnswVectorsFormat());

  private volatile boolean hasGraphs;

  /** Writes graphs from now on. */
  void writeGraphs() {
    hasGraphs = true;
  }

  boolean hasGraphs() {
    return hasGraphs;
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return hasGraphs ? GRAPHS : FLAT;
  }

  /** Format with the name of the one that it writes, so that Lucene reads it with that one. */
  private static final class AnyLength extends KnnVectorsFormat {
    private final KnnVectorsFormat format;

    AnyLength(KnnVectorsFormat format) {
      super(format.getName());
      this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return Integer.MAX_VALUE;
    }
  }
}
