package io.nfcs.grid.jcache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.CacheException;

/**
 * Encoding of keys and values by Java's serialisation, which JCache prescribes. Only classes that
 * the configuration allows are written and read, and no more of them than its limits.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with an {@link IllegalArgumentException} on any unreadable
 * bytes, for anybody may have written them.
 */
final class Serializer {
  private static final String ALWAYS =
      "java.lang.*;java.util.*;java.util.concurrent.*;java.math.*;java.time.*;";

  private final ClassLoader classes;
  private final JCacheSettings settings;
  private final ObjectInputFilter filter;

  Serializer(ClassLoader classes, JCacheSettings settings) {
    this.classes = classes;
    this.settings = settings;
    List<String> allowed = settings.classes();
    filter =
        ObjectInputFilter.Config.createFilter(
            settings.limits()
                + ALWAYS
                + String.join(";", allowed)
                + (allowed.isEmpty() ? "" : ";")
                + "!*");
  }

  byte[] bytes(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int objects;
    try (Writer out = new Writer(bytes)) {
      out.writeObject(value);
      objects = out.objects;
    } catch (IOException e) {
      throw new CacheException(value.getClass().getName() + " cannot be serialised: " + e, e);
    }
    byte[] form = bytes.toByteArray();
    // with fewer objects than the allowed nesting no limit can be exceeded
    if (objects > settings.maxDepth() || form.length > settings.maxBytes()) {
      checkReadable(value, form);
    }
    return form;
  }

  private void checkReadable(Object value, byte[] form) {
    try {
      var _ = value(form, 0);
    } catch (IllegalArgumentException e) {
      throw new CacheException(
          value.getClass().getName()
              + " could not be read again within the limits of section jcache: "
              + e.getMessage(),
          e);
    }
  }

  /** Reads the object that begins at a place. */
  Object value(byte[] bytes, int from) {
    // a filter is not asked about texts
    if (bytes.length - from > settings.maxBytes()) {
      throw new IllegalArgumentException(
          "an entry of %d bytes; allowed: up to %d (jcache.max_bytes)"
              .formatted(bytes.length - from, settings.maxBytes()));
    }
    try (ObjectInputStream in =
        new Reader(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
      in.setObjectInputFilter(filter);
      Object value = in.readObject();
      if (value == null) {
        throw new IllegalArgumentException("an entry is null");
      }
      return value;
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | StackOverflowError
        | LinkageError e) {
      throw new IllegalArgumentException(
          "an entry cannot be read; section jcache has the classes and limits that may be: " + e,
          e);
    }
  }

  /** Returns the shape of a type: its name, and its version or its components. */
  static String shape(Class<?> type) {
    if (type.isRecord()) {
      return Stream.of(type.getRecordComponents())
          .map(part -> part.getName() + ':' + part.getType().getName())
          .collect(Collectors.joining(",", type.getName() + '(', ")"));
    }
    ObjectStreamClass described = ObjectStreamClass.lookup(type);
    return described == null
        ? type.getName()
        : type.getName() + '/' + Long.toHexString(described.getSerialVersionUID());
  }

  /** An output stream that refuses objects which could not be read again. */
  private final class Writer extends ObjectOutputStream {
    private int objects;

    Writer(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object written) throws IOException {
      objects++;
      if (written.getClass().isArray() && Array.getLength(written) > settings.maxArray()) {
        throw new InvalidObjectException(
            "an array of %d elements; allowed: up to %d (jcache.max_array)"
                .formatted(Array.getLength(written), settings.maxArray()));
      }
      return written;
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
      if (filter.checkInput(new Alone(type)) == ObjectInputFilter.Status.REJECTED) {
        throw new InvalidClassException(type.getName(), "not in jcache.classes");
      }
    }
  }

  /** A class in the form in which a filter is asked about it. */
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
