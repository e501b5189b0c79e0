package io.nfcs.grid.ignite.clients;

import io.nfcs.grid.ignite.clients.ClientSettings.Rights;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;
import org.apache.ignite.internal.processors.odbc.ClientListenerNioListener;
import org.apache.ignite.internal.processors.odbc.ClientListenerProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * A filter of requests of thin clients, by operation and cache, before Ignite reads more of them.
 * Some requests make Ignite create objects of classes that the client names, or run code of the
 * client, before it checks the client's rights.
 *
 * <p>A request of protocol THIN: operation (short), number (long), and with a cache its id (int),
 * flags (byte), the fields that they announce, and the rest. One of JDBC: operation (byte), number
 * (long, in recent versions), and the rest. <b>Threads.</b> Any.
 */
final class ClientGate {
  private static final int THIN_HEADER = Short.BYTES + Long.BYTES;
  private static final byte THROUGH_TRANSACTION = 0x02;
  private static final byte WITH_EXPIRY = 0x04;
  private static final int MOST_ROWS = 1024;

  /** Kind of the statement and how it is executed, between its arguments and its time. */
  private static final int SQL_FLAGS = 7;

  private static final short SCAN = 2000;
  private static final short SQL = 2004;
  private static final short GET_ALL = 1003;

  /** Get, with a change or without; a value in a client's own cache is as short as a request. */
  private static final Set<Short> ANSWERED_BY_VALUE = shorts(1000, 1005, 1006, 1007, 1008);

  /** Heartbeat, names and whereabouts of caches, the next rows, what types look like. */
  private static final Set<Short> FREE =
      shorts(0, 1, 2, 1050, 1100, 1101, 2001, 2003, 2005, 3000, 3002, 3004, 5102);

  /** Get, contains, size, configuration. */
  private static final Set<Short> READS = shorts(1000, 1003, 1011, 1012, 1020, 1055);

  /** Put, replace, clear, remove. */
  private static final Set<Short> WRITES =
      shorts(
          1001, 1002, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1013, 1014, 1015, 1016, 1017, 1018,
          1019);

  /** Those of these operations that begin with the number of keys. */
  private static final Set<Short> WITH_COUNT = shorts(1003, 1004, 1012, 1015, 1018);

  /** Those of these operations without keys and values. */
  private static final Set<Short> WITHOUT_VALUES = shorts(1013, 1019, 1020, 1055);

  /** New types, transactions. */
  private static final Set<Short> FOR_WRITERS = shorts(3001, 3003, 4000, 4001);

  /** These run a query or fetch from one. */
  private static final Set<Short> QUERIES = shorts(SCAN, 2001, 2003, SQL, 2005);

  /** Version of JDBC whose requests have numbers. */
  private static final ClientListenerProtocolVersion NUMBERED =
      ClientListenerProtocolVersion.create(2, 8, 0);

  private static final byte JDBC_QUERY = 2;
  private static final byte JDBC_FETCH = 3;
  private static final byte JDBC_BATCH = 6;
  private static final byte JDBC_ORDERED_BATCH = 14;

  /** Queries, what tables look like, where rows are. */
  private static final Set<Byte> JDBC_FREE =
      bytes(JDBC_QUERY, JDBC_FETCH, 4, 5, 7, 8, 9, 10, 11, 12, 15, 16, 17, 19, 21);

  /** Batches of changes, new types, ends of transactions. */
  private static final Set<Byte> JDBC_FOR_WRITERS =
      bytes(JDBC_BATCH, JDBC_ORDERED_BATCH, 18, 20, 22);

  private static final Set<Byte> JDBC_QUERIES =
      bytes(JDBC_QUERY, JDBC_FETCH, JDBC_BATCH, JDBC_ORDERED_BATCH);

  private final ClientCaches caches;
  private final int queryMillis;
  private final int textBytes;
  private final IntPredicate hasTables;

  /**
   * The gate.
   *
   * @param hasTables whether SQL knows a schema of the cache of an id
   */
  ClientGate(ClientCaches caches, ClientSettings settings, IntPredicate hasTables) {
    this.caches = caches;
    queryMillis = settings.queryMillis();
    textBytes = settings.textBytes();
    this.hasTables = hasTables;
  }

  /** Returns whether a request takes a processor or much heap for a long time. */
  boolean takesTurn(byte protocol, byte[] request) {
    if (protocol == ClientListenerNioListener.JDBC_CLIENT) {
      return JDBC_QUERIES.contains(request[0]);
    }
    short operation = buffer(request).getShort();
    return QUERIES.contains(operation)
        || operation == GET_ALL
        || (ANSWERED_BY_VALUE.contains(operation)
            && !caches.isOwn(buffer(request).getInt(THIN_HEADER)));
  }

  /** Returns whether a request of protocol THIN asks for the values of many keys. */
  static boolean isGetAll(byte[] request) {
    return buffer(request).getShort() == GET_ALL;
  }

  /** Returns the number of a request of protocol THIN, by which its answer is known. */
  static long number(byte[] request) {
    return buffer(request).getLong(Short.BYTES);
  }

  /**
   * Returns the reason why a request may not pass, {@code null} if it may. Limits how many rows
   * come at a time and how long a query runs, and sends SQL through a cache without tables to
   * schema PUBLIC.
   *
   * @throws MalformedRequest if it cannot be read
   * @throws QueryTooLarge if it is a query that is too long
   */
  @Nullable String refusal(byte protocol, ClientListenerProtocolVersion version, byte[] request)
      throws MalformedRequest {
    try {
      return protocol == ClientListenerNioListener.JDBC_CLIENT
          ? jdbc(buffer(request), version.compareTo(NUMBERED) >= 0)
          : thin(buffer(request));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedRequest("a request that ends too early", e);
    }
  }

  private @Nullable String thin(ByteBuffer request) throws MalformedRequest {
    short operation = request.getShort();
    request.position(THIN_HEADER);
    boolean isAdmin = caches.rights() == Rights.ADMIN;
    if (FREE.contains(operation)
        || (FOR_WRITERS.contains(operation) && caches.rights() == Rights.WRITE)) {
      return null;
    }
    if (operation == SQL) {
      return sql(request, isAdmin);
    }
    if (operation == SCAN) {
      return scan(request, isAdmin);
    }
    if (isAdmin) {
      return null;
    }
    int id = request.remaining() < Integer.BYTES ? 0 : request.getInt(THIN_HEADER);
    boolean isAllowed =
        (READS.contains(operation) && caches.isReadable(id))
            || (WRITES.contains(operation) && caches.isWritable(id));
    return isAllowed
        ? values(operation, request)
        : "operation " + operation + " is not allowed here";
  }

  private static @Nullable String values(short operation, ByteBuffer request) {
    skipToQuery(request);
    try {
      if (WITH_COUNT.contains(operation)) {
        request.getInt();
        Values.skipAll(request);
      } else if (!WITHOUT_VALUES.contains(operation)) {
        Values.skipAll(request);
      }
      return null;
    } catch (MalformedRequest refused) {
      return refused.getMessage();
    }
  }

  private @Nullable String sql(ByteBuffer request, boolean isAdmin) throws MalformedRequest {
    int id = request.getInt(THIN_HEADER);
    if (id != 0 && !hasTables.test(id)) {
      request.putInt(THIN_HEADER, 0);
    }
    skipToQuery(request);
    skipString(request);
    String refusal = query(request, isAdmin);
    if (refusal == null && !isAdmin) {
      request.position(request.position() + SQL_FLAGS);
      limitTime(request);
    }
    return refusal;
  }

  /**
   * Writes the time limit into a request: Ignite ends a query in time only by a limit known at its
   * start.
   */
  private void limitTime(ByteBuffer request) {
    int at = request.position();
    long millis = request.getLong(at);
    if (millis <= 0 || millis > queryMillis) {
      request.putLong(at, queryMillis);
    }
  }

  /** Reads a query: rows at a time, rows in all, the statement and its arguments. */
  private @Nullable String query(ByteBuffer request, boolean isAdmin) throws MalformedRequest {
    limitRows(request);
    if (isAdmin) {
      return null;
    }
    if (caches.rights() == Rights.READ && request.limit() > textBytes) {
      throw QueryTooLarge.by("a query with its arguments", request.limit(), textBytes);
    }
    request.getLong();
    skipString(request);
    try {
      Values.skipCounted(request);
      return null;
    } catch (MalformedRequest refused) {
      return refused.getMessage();
    }
  }

  private @Nullable String scan(ByteBuffer request, boolean isAdmin) {
    int id = request.getInt(THIN_HEADER);
    skipToQuery(request);
    if (isAdmin) {
      return null;
    }
    if (!caches.isReadable(id)) {
      return "a scan of this cache is not allowed";
    }
    if (request.get() != GridBinaryMarshaller.NULL) {
      return "a scan with a filter is not allowed: it is code that runs here";
    }
    limitRows(request);
    return null;
  }

  /** Skips the cache's id, its flags and the fields that they announce. */
  private static void skipToQuery(ByteBuffer request) {
    request.position(THIN_HEADER + Integer.BYTES);
    byte flags = request.get();
    int more =
        ((flags & WITH_EXPIRY) == 0 ? 0 : 3 * Long.BYTES)
            + ((flags & THROUGH_TRANSACTION) == 0 ? 0 : Integer.BYTES);
    request.position(request.position() + more);
  }

  private @Nullable String jdbc(ByteBuffer request, boolean isNumbered) throws MalformedRequest {
    byte operation = request.get();
    boolean isAdmin = caches.rights() == Rights.ADMIN;
    if (isNumbered) {
      request.getLong();
    }
    if (operation == JDBC_QUERY) {
      skipString(request);
      return query(request, isAdmin);
    }
    if (operation == JDBC_FETCH) {
      request.getLong();
      limitRows(request);
    }
    boolean isAllowed =
        JDBC_FREE.contains(operation)
            || isAdmin
            || (JDBC_FOR_WRITERS.contains(operation) && caches.rights() == Rights.WRITE);
    return isAllowed ? null : "operation " + operation + " is not allowed here";
  }

  /** Limits the rows of a page, since a page is made in the heap. */
  private static void limitRows(ByteBuffer request) {
    int at = request.position();
    int rows = request.getInt(at);
    if (rows > MOST_ROWS) {
      request.putInt(at, MOST_ROWS);
    }
  }

  static void skipString(ByteBuffer request) throws MalformedRequest {
    byte type = request.get();
    if (type == GridBinaryMarshaller.STRING) {
      int length = request.getInt();
      if (length < 0) {
        throw new MalformedRequest("a text of " + length + " bytes", null);
      }
      request.position(Math.addExact(request.position(), length));
    } else if (type != GridBinaryMarshaller.NULL) {
      throw new MalformedRequest("type " + type + " where a text should be", null);
    }
  }

  static ByteBuffer buffer(byte[] request) {
    return ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Set<Short> shorts(int... values) {
    Set<Short> set = new HashSet<>();
    for (int value : values) {
      set.add((short) value);
    }
    return Set.copyOf(set);
  }

  private static Set<Byte> bytes(int... values) {
    Set<Byte> set = new HashSet<>();
    for (int value : values) {
      set.add((byte) value);
    }
    return Set.copyOf(set);
  }
}
