package io.nfcs.codec;

import io.nfcs.memory.Wtf8;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.StringJoiner;

/**
 * A codec of records, component after component: numbers and booleans in 8 bytes each, texts as
 * their length in 8 bytes and their bytes.
 *
 * <p>The identity lists names and types of the components, so that bytes of an earlier form of a
 * record are not read as the present one. Numbers are little-endian; a float is its 32 bits, any
 * other number is extended to 64.
 *
 * <p><b>Threads.</b> Any: immutable. <b>Allocates</b> a box for each component, since it reads and
 * makes records by reflection.
 */
final class RecordCodec<R extends Record> implements Codec<R> {
  private final RecordComponent[] components;
  private final Constructor<R> constructor;
  private final String identity;

  RecordCodec(Class<R> type) {
    components = type.getRecordComponents();
    StringJoiner names = new StringJoiner(",", "record/1:" + type.getName() + "(", ")");
    for (RecordComponent component : components) {
      refuseUnknown(component);
      component.getAccessor().setAccessible(true);
      names.add(component.getName() + ":" + component.getType().getName());
    }
    identity = names.toString();
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " has no canonical constructor", e);
    }
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public long sizeBytes(R value) {
    long bytes = 0;
    for (RecordComponent component : components) {
      bytes += Long.BYTES;
      if (component.getType() == String.class) {
        bytes += text(component, value).length;
      }
    }
    return bytes;
  }

  @Override
  public void encode(R value, MemorySegment target) {
    long offset = 0;
    for (RecordComponent component : components) {
      if (component.getType() == String.class) {
        byte[] text = text(component, value);
        target.set(PlainCodecs.LONG, offset, text.length);
        offset += Long.BYTES;
        MemorySegment.copy(text, 0, target, ValueLayout.JAVA_BYTE, offset, text.length);
        offset += text.length;
      } else {
        target.set(PlainCodecs.LONG, offset, bits(component(component, value)));
        offset += Long.BYTES;
      }
    }
  }

  @Override
  public R decode(MemorySegment source) {
    Object[] values = new Object[components.length];
    long offset = 0;
    for (int i = 0; i < values.length; i++) {
      long bits = source.get(PlainCodecs.LONG, offset);
      offset += Long.BYTES;
      if (components[i].getType() == String.class) {
        byte[] text = source.asSlice(offset, bits).toArray(ValueLayout.JAVA_BYTE);
        values[i] = Wtf8.text(text);
        offset += bits;
      } else {
        values[i] = value(components[i].getType(), bits);
      }
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(identity + " refuses what was stored", e);
    }
  }

  private static void refuseUnknown(RecordComponent component) {
    Class<?> type = component.getType();
    boolean known = type == String.class || (type.isPrimitive() && type != char.class);
    if (!known) {
      throw new IllegalArgumentException(
          "component "
              + component
              + " of "
              + component.getDeclaringRecord().getName()
              + "; allowed: texts, numbers and booleans");
    }
  }

  private byte[] text(RecordComponent component, R value) {
    return Wtf8.bytes((String) component(component, value));
  }

  private static Object component(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(component + " of " + value + " cannot be read", e);
    }
  }

  private static long bits(Object value) {
    return switch (value) {
      case Double real -> Double.doubleToRawLongBits(real);
      case Float real -> Float.floatToRawIntBits(real);
      case Boolean truth -> truth ? 1 : 0;
      case Number whole -> whole.longValue();
      default -> throw new IllegalArgumentException(value + " is not a number");
    };
  }

  private static Object value(Class<?> type, long bits) {
    if (type == double.class) {
      return Double.longBitsToDouble(bits);
    }
    if (type == float.class) {
      return Float.intBitsToFloat((int) bits);
    }
    if (type == boolean.class) {
      return bits != 0;
    }
    if (type == int.class) {
      return (int) bits;
    }
    if (type == short.class) {
      return (short) bits;
    }
    return type == byte.class ? (Object) (byte) bits : (Object) bits;
  }
}
