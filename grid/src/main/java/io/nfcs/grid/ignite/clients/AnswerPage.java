package io.nfcs.grid.ignite.clients;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;
import org.apache.ignite.internal.binary.streams.BinaryOutputStream;
import org.apache.ignite.internal.processors.odbc.ClientListenerResponse;
import org.jspecify.annotations.Nullable;

/**
 * A page of rows of a cursor of Ignite, which takes fewer rows than asked for if they are long.
 * Ignite fills a page while there is a next row, and then asks once more, to tell the client. This
 * class reports no next row when the page is full, and the true answer after that.
 *
 * <p><b>Threads.</b> One at a time, that of the client.
 */
final class AnswerPage implements Iterator<Object> {
  private static final String PACKAGE =
      "org.apache.ignite.internal.processors.platform.client.cache.";
  private static final Class<?> CURSOR = type("ClientCacheQueryCursor");
  private static final Class<?> ENTRIES = type("ClientCacheEntryQueryCursor");
  private static final Field ID = field(CURSOR, "id");
  private static final Field ITERATOR = field(CURSOR, "iterator");
  private static final Field PAGE_SIZE = field(CURSOR, "pageSize");
  private static final Method OPEN = opener();
  private static final ClassValue<@Nullable Field> CURSORS =
      new ClassValue<>() {
        @Override
        protected @Nullable Field computeValue(Class<?> response) {
          for (Field field : response.getDeclaredFields()) {
            if (field.getType() == CURSOR) {
              field.setAccessible(true);
              return field;
            }
          }
          return null;
        }
      };

  private final Iterator<?> rows;
  private final int mostRows;
  private final int mostBytes;
  private BinaryOutputStream out;
  private int start;
  private int taken;
  private boolean isFull;

  private AnswerPage(Iterator<?> rows, int mostRows, int mostBytes, BinaryOutputStream out) {
    this.rows = rows;
    this.mostRows = mostRows;
    this.mostBytes = mostBytes;
    this.out = out;
  }

  /** Returns the cursor of an answer with rows, {@code null} of any other. */
  static @Nullable Object cursor(ClientListenerResponse response) {
    Field field = CURSORS.get(response.getClass());
    try {
      return field == null ? null : field.get(response);
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException(hidden);
    }
  }

  /** Returns whether the rows are entries of a cache, whose length their writer chose. */
  static boolean isOfEntries(Object cursor) {
    return ENTRIES.isInstance(cursor);
  }

  /** Limits the page that a cursor writes next. */
  static void begin(Object cursor, int mostBytes, BinaryOutputStream out) {
    try {
      Object rows = OPEN.invoke(cursor);
      if (rows instanceof AnswerPage page) {
        page.restart(out);
      } else {
        ITERATOR.set(
            cursor, new AnswerPage((Iterator<?>) rows, PAGE_SIZE.getInt(cursor), mostBytes, out));
      }
    } catch (InvocationTargetException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException(hidden);
    }
  }

  private void restart(BinaryOutputStream next) {
    out = next;
    taken = 0;
    isFull = false;
  }

  @Override
  public boolean hasNext() {
    if (!isFull && (taken == mostRows || isLong())) {
      isFull = true;
      return taken == mostRows && rows.hasNext();
    }
    return rows.hasNext();
  }

  /** Returns whether another row of the mean length of these would exceed the page. */
  private boolean isLong() {
    if (taken == 0) {
      return false;
    }
    int bytes = out.position() - start;
    return (long) bytes + bytes / taken > mostBytes;
  }

  @Override
  public Object next() {
    if (taken == 0) {
      start = out.position();
    }
    taken++;
    return rows.next();
  }

  /** Returns the number by which its client knows a cursor. */
  static long number(Object cursor) {
    try {
      return ID.getLong(cursor);
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException(hidden);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(PACKAGE + name);
    } catch (ClassNotFoundException otherVersion) {
      throw new IllegalStateException(otherVersion);
    }
  }

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException otherVersion) {
      throw new IllegalStateException(otherVersion);
    }
  }

  private static Method opener() {
    try {
      Method method = CURSOR.getDeclaredMethod("iterator");
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException otherVersion) {
      throw new IllegalStateException(otherVersion);
    }
  }
}
