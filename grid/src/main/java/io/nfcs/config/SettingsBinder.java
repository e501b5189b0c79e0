package io.nfcs.config;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A binder of sections to records whose components carry {@link Setting}. */
final class SettingsBinder {
  private static final Pattern BYTES = Pattern.compile("([0-9]+)(KiB|MiB|GiB|TiB)");
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");

  private SettingsBinder() {}

  static <R extends Record> R bind(Class<R> type, ConfigNode node, String path) {
    if (!(node instanceof ConfigNode.Mapping mapping)) {
      throw wrong(node, path, "a block of keys");
    }
    RecordComponent[] components = type.getRecordComponents();
    refuseUnknownKeys(mapping, components, path);
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Setting setting = setting(type, components[i]);
      String key = path + "." + key(components[i]);
      ConfigNode given = mapping.entries().get(key(components[i]));
      ConfigNode value = given == null ? defaultOf(setting, key, mapping) : given;
      values[i] = convert(components[i].getGenericType(), value, setting, key);
    }
    return construct(type, components, values, mapping, path);
  }

  /** Returns the name of a component in the file. */
  static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  static Setting setting(Class<?> type, RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalArgumentException(
          type.getName() + "." + component.getName() + " has no @Setting");
    }
    return setting;
  }

  /**
   * Returns the first key whose values differ between two records, with both values, or {@code
   * null}.
   */
  static @Nullable String difference(Record one, Record other, String path) {
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      String key = path + "." + key(component);
      Object first = value(component, one);
      Object second = value(component, other);
      if (!first.equals(second)) {
        return first instanceof Record inner
            ? difference(inner, (Record) second, key)
            : key + " is " + first + " and was " + second;
      }
    }
    return null;
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the paths of the keys that are secret. */
  static Set<String> secrets(Class<? extends Record> type, String path) {
    Set<String> secrets = new LinkedHashSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = path + "." + key(component);
      Class<?> plain = element(component.getGenericType());
      if (plain == Secret.class) {
        secrets.add(key);
      } else if (plain.isRecord()) {
        secrets.addAll(secrets(plain.asSubclass(Record.class), key));
      }
    }
    return secrets;
  }

  /** Returns the type of a component, or of the elements of its list or map. */
  static Class<?> element(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return element(arguments[arguments.length - 1]);
    }
    return MethodType.methodType((Class<?>) type).unwrap().returnType();
  }

  private static ConfigNode defaultOf(Setting setting, String key, ConfigNode.Mapping block) {
    if (setting.value().equals(Setting.REQUIRED)) {
      throw new ConfigException(
          at(block, key) + " is missing: " + setting.doc() + " (it has no default)");
    }
    return new YamlReader("default of " + key).read(setting.value());
  }

  private static void refuseUnknownKeys(
      ConfigNode.Mapping mapping, RecordComponent[] components, String path) {
    List<String> known = Arrays.stream(components).map(SettingsBinder::key).toList();
    mapping
        .entries()
        .forEach((key, value) -> {
          if (!known.contains(key)) {
            throw new ConfigException(
                at(value, path + "." + key) + " is not a setting" + NfcsConfig.allowed(key, known));
          }
        });
  }

  private static Object convert(Type type, ConfigNode node, Setting setting, String path) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(generic, node, setting, path)
          : map(generic, node, setting, path);
    }
    Class<?> plain = MethodType.methodType((Class<?>) type).unwrap().returnType();
    if (plain.isRecord()) {
      return bind(plain.asSubclass(Record.class), node, path);
    }
    if (!(node instanceof ConfigNode.Scalar scalar)) {
      throw plain == Secret.class ? hiding(node, path) : wrong(node, path, "one value");
    }
    if (plain == String.class) {
      return scalar.text();
    }
    if (plain == Secret.class) {
      return new Secret(scalar.text());
    }
    if (plain == boolean.class) {
      return bool(scalar, path);
    }
    return plain.isEnum() ? constant(plain, scalar, path) : number(plain, scalar, setting, path);
  }

  private static List<Object> list(
      ParameterizedType type, ConfigNode node, Setting setting, String path) {
    if (!(node instanceof ConfigNode.Sequence sequence)) {
      throw wrong(node, path, "a list");
    }
    Type item = type.getActualTypeArguments()[0];
    return sequence.items().stream().map(value -> convert(item, value, setting, path)).toList();
  }

  private static Map<String, Object> map(
      ParameterizedType type, ConfigNode node, Setting setting, String path) {
    if (!(node instanceof ConfigNode.Mapping mapping)) {
      throw wrong(node, path, "a block of keys");
    }
    Map<String, Object> result = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, value) ->
            result.put(
                key, convert(type.getActualTypeArguments()[1], value, setting, path + "." + key)));
    return result;
  }

  private static boolean bool(ConfigNode.Scalar scalar, String path) {
    return switch (scalar.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(scalar, path, "true or false");
    };
  }

  private static Object constant(Class<?> type, ConfigNode.Scalar scalar, String path) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    int index = names.indexOf(scalar.text());
    if (index < 0) {
      throw wrong(scalar, path, "one of " + names);
    }
    return type.getEnumConstants()[index];
  }

  private static Object number(
      Class<?> type, ConfigNode.Scalar scalar, Setting setting, String path) {
    BigDecimal value = decimal(scalar, setting, path, type != double.class);
    if (setting.powerOfTwo() && !isPowerOfTwo(value, setting)) {
      throw outside(scalar, setting, path, " is not allowed; expected ");
    }
    if (value.compareTo(limit(setting.min(), -Double.MAX_VALUE)) < 0
        || value.compareTo(limit(setting.max(), Double.MAX_VALUE)) > 0) {
      throw outside(scalar, setting, path, " is out of range; allowed: ");
    }
    if (type == double.class) {
      return real(value, scalar, path);
    }
    try {
      return type == int.class ? (Object) value.intValueExact() : (Object) value.longValueExact();
    } catch (ArithmeticException e) {
      throw wrong(scalar, path, "a whole number of " + (type == int.class ? 32 : 64) + " bits");
    }
  }

  private static ConfigException outside(
      ConfigNode.Scalar scalar, Setting setting, String path, String allowed) {
    return new ConfigException(
        at(scalar, path)
            + ": "
            + scalar.text()
            + unit(setting)
            + allowed
            + SettingsReference.range(setting)
            + unit(setting)
            + fallback(setting));
  }

  private static boolean isPowerOfTwo(BigDecimal value, Setting setting) {
    return value.compareTo(BigDecimal.valueOf(setting.min())) >= 0
        && value.compareTo(BigDecimal.valueOf(setting.max())) <= 0
        && value.toBigInteger().bitCount() == 1;
  }

  private static double real(BigDecimal value, ConfigNode.Scalar scalar, String path) {
    double real = value.doubleValue();
    if (real == 0 && value.signum() != 0) {
      throw wrong(scalar, path, "0 or a number that a double tells from 0");
    }
    return real;
  }

  private static BigDecimal decimal(
      ConfigNode.Scalar scalar, Setting setting, String path, boolean whole) {
    String text = scalar.text().replace("_", "");
    Matcher bytes = BYTES.matcher(text);
    if (setting.unit().equals("bytes") && bytes.matches()) {
      int exponent = 10 * (UNITS.indexOf(bytes.group(2)) + 1);
      return new BigDecimal(bytes.group(1)).multiply(BigDecimal.TWO.pow(exponent));
    }
    try {
      BigDecimal value = new BigDecimal(text);
      if (whole && value.stripTrailingZeros().scale() > 0) {
        throw wrong(scalar, path, "a whole number" + rangeOf(setting) + sizes(setting));
      }
      return value;
    } catch (NumberFormatException e) {
      throw wrong(
          scalar,
          path,
          (whole ? "a whole number" : "a number") + rangeOf(setting) + sizes(setting));
    }
  }

  private static String rangeOf(Setting setting) {
    return SettingsReference.isAny(setting)
        ? ""
        : ", " + SettingsReference.range(setting) + unit(setting);
  }

  private static String sizes(Setting setting) {
    return setting.unit().equals("bytes") ? ", also as 64KiB, 64MiB or 2GiB" : "";
  }

  private static BigDecimal limit(double limit, double whenInfinite) {
    return BigDecimal.valueOf(Double.isInfinite(limit) ? whenInfinite : limit);
  }

  private static String unit(Setting setting) {
    return setting.unit().isEmpty() ? "" : " " + setting.unit();
  }

  private static String fallback(Setting setting) {
    return setting.value().equals(Setting.REQUIRED) ? "" : " (default " + setting.value() + ")";
  }

  /** Returns the place and path in one text; they are the same for a key that was set by itself. */
  private static String at(ConfigNode node, String path) {
    String place = node.position();
    return place.startsWith(NfcsConfig.SET)
            && path.startsWith(place.substring(NfcsConfig.SET.length()))
        ? NfcsConfig.SET + path
        : place + ": " + path;
  }

  private static ConfigException wrong(ConfigNode node, String path, String allowed) {
    return new ConfigException(
        at(node, path) + ": " + node.shown(path) + " is not allowed; expected " + allowed);
  }

  private static ConfigException hiding(ConfigNode node, String path) {
    return new ConfigException(at(node, path) + ": *** is not allowed; expected one value");
  }

  private static <R extends Record> R construct(
      Class<R> type,
      RecordComponent[] components,
      Object[] values,
      ConfigNode.Mapping block,
      String path) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new ConfigException(at(block, path) + ": " + refused.getMessage());
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
