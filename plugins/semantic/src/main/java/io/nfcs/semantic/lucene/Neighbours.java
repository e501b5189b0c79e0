package io.nfcs.semantic.lucene;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;

/**
 * The texts near a vector, as the graphs of the index have them: most of them, not surely all.
 *
 * <p>Malkov and Yashunin (2018) by Lucene. <b>Threads.</b> Any may search; one refreshes.
 * <b>Allocates</b> per search.
 */
final class Neighbours implements AutoCloseable {
  /** Segments of fewer texts are looked through one by one as quickly. */
  private static final int FEW = 10_000;

  private final SearcherManager searchers;

  Neighbours(IndexWriter writer) throws IOException {
    searchers = new SearcherManager(writer, null);
  }

  /** Searches what the index has by now, as soon as this returns. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /** Whether all large segments have their graph. */
  boolean isComplete() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      for (LeafReaderContext leaf : searcher.getLeafContexts()) {
        if (leaf.reader().maxDoc() > FEW && !hasGraph((CodecReader) leaf.reader())) {
          return false;
        }
      }
      return true;
    } finally {
      searchers.release(searcher);
    }
  }

  /**
   * Finds the rows of the texts nearest to a vector.
   *
   * @param rows is filled from a place on
   * @param from the place
   * @param most how many at most
   * @return where it ends
   */
  int find(float[] vector, int[] rows, int from, int most) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      KnnFloatVectorQuery query = new KnnFloatVectorQuery(LuceneStore.VECTOR, vector, most);
      ScoreDoc[] nearest = searcher.search(query, most).scoreDocs;
      List<LeafReaderContext> leaves = searcher.getLeafContexts();
      for (int i = 0; i < nearest.length; i++) {
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(nearest[i].doc, leaves));
        NumericDocValues values = DocValues.getNumeric(leaf.reader(), LuceneStore.ROW);
        rows[from + i] =
            values.advanceExact(nearest[i].doc - leaf.docBase) ? (int) values.longValue() : 0;
      }
      return from + nearest.length;
    } finally {
      searchers.release(searcher);
    }
  }

  @Override
  public void close() throws IOException {
    searchers.close();
  }

  private static boolean hasGraph(CodecReader leaf) throws IOException {
    KnnVectorsReader reader = leaf.getVectorReader();
    if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
      reader = fields.getFieldReader(LuceneStore.VECTOR);
    }
    return reader instanceof HnswGraphProvider graphs
        && graphs.getGraph(LuceneStore.VECTOR).size() > 0;
  }
}
