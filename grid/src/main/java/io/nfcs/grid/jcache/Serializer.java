package io.nfcs.grid.jcache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.List;
import javax.cache.CacheException;

/**
 * Keys and values as bytes, by Java's serialisation, for JCache prescribes that. Only classes that
 * the configuration allows are read.
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
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
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
          "an entry cannot be read, jcache.classes has the classes that may be: " + e, e);
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
