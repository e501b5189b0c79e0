package io.nfcs.grid.jcache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.List;
import javax.cache.CacheException;

/**
 * Keys and values as bytes, by Java's serialisation, for JCache prescribes that. Only classes that
 * the configuration allows are written and read.
 *
 * <p><b>Threads.</b> Any.
 */
final class Serializer {
  private static final String ALWAYS =
      "java.lang.*;java.util.*;java.util.concurrent.*;java.math.*;java.time.*;";

  private final ClassLoader classes;
  private final ObjectInputFilter filter;

  Serializer(ClassLoader classes, List<String> allowed) {
    this.classes = classes;
    filter =
        ObjectInputFilter.Config.createFilter(
            ALWAYS + String.join(";", allowed) + (allowed.isEmpty() ? "" : ";") + "!*");
  }

  byte[] bytes(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new Writer(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new CacheException(value.getClass().getName() + " cannot be serialised: " + e, e);
    }
    return bytes.toByteArray();
  }

  /** Reads what stands from a place on. */
  Object value(byte[] bytes, int from) {
    try (ObjectInputStream in =
        new Reader(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
      in.setObjectInputFilter(filter);
      return in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new CacheException(
          "an entry cannot be read; jcache.classes has the classes that may be: " + e, e);
    }
  }

  /** Refuses what could not be read again. */
  private final class Writer extends ObjectOutputStream {
    Writer(OutputStream out) throws IOException {
      super(out);
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
      if (filter.checkInput(new Alone(type)) == ObjectInputFilter.Status.REJECTED) {
        throw new InvalidClassException(type.getName(), "not in jcache.classes");
      }
    }
  }

  /** A class, as a filter wants to be asked about it. */
  private record Alone(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 0;
    }
  }

  private final class Reader extends ObjectInputStream {
    Reader(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(described.getName(), false, classes);
      } catch (ClassNotFoundException primitive) {
        return super.resolveClass(described);
      }
    }
  }
}
