package io.nfcs.grid.ignite.clients;

import org.apache.ignite.IgniteCache;
import org.apache.ignite.internal.binary.BinaryRawReaderEx;
import org.apache.ignite.internal.binary.BinaryRawWriterEx;
import org.apache.ignite.internal.processors.platform.client.ClientConnectionContext;
import org.apache.ignite.internal.processors.platform.client.ClientResponse;
import org.apache.ignite.internal.processors.platform.client.cache.ClientCacheGetAllRequest;

/**
 * A request for the values of many keys that reads one value after the other while the answer is
 * written, and ends when the answer is too long. Ignite's own request reads all of them into the
 * heap first.
 *
 * <p><b>Threads.</b> One.
 */
final class MeasuredGetAll extends ClientCacheGetAllRequest {
  private final int mostBytes;

  /** Reads the request, from after its operation. */
  MeasuredGetAll(BinaryRawReaderEx reader, int mostBytes) {
    super(reader);
    this.mostBytes = mostBytes;
  }

  @Override
  public boolean isAsync(ClientConnectionContext client) {
    return false;
  }

  @Override
  public ClientResponse process(ClientConnectionContext client) {
    IgniteCache<Object, Object> cache = cache(client);
    return new ClientResponse(requestId()) {
      @Override
      public void encode(ClientConnectionContext to, BinaryRawWriterEx writer) {
        super.encode(to, writer);
        write(cache, writer);
      }
    };
  }

  private void write(IgniteCache<Object, Object> cache, BinaryRawWriterEx writer) {
    int countAt = writer.reserveInt();
    int count = 0;
    for (Object key : keys()) {
      Object value = cache.get(key);
      if (value != null) {
        writer.writeObjectDetached(key);
        writer.writeObjectDetached(value);
        count++;
      }
      if (count > 1 && writer.out().position() > mostBytes) {
        throw new AnswerTooLong(mostBytes, "fewer keys at a time");
      }
    }
    writer.writeInt(countAt, count);
  }
}
