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
 * Search for the texts near a vector by the graphs of the index: finds most of them, not always
 * all.
 *
 * <p>Malkov and Yashunin (2018) by Lucene. <b>Threads.</b> Any may search; one refreshes.
 * <b>Allocates</b> per search.
 */
final class Neighbours implements AutoCloseable {
  /** Size of a segment below which scanning its texts is as quick. */
  private static final int FEW = 10_000;

  private final SearcherManager searchers;

  Neighbours(IndexWriter writer) throws IOException {
    searchers = new SearcherManager(writer, null);
  }

  /** Includes all present texts of the index in later searches. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /** Returns whether all large segments have their graph. */
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
   * @param rows is filled from an index on
   * @param from the index
   * @param most largest number of rows
   * @return index after the last row
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
