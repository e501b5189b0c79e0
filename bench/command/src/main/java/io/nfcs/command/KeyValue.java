package io.nfcs.command;

import io.nfcs.config.NfcsConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A key of the configuration and its value.
 *
 * @param key section and key
 * @param value as written in a file
 */
public record KeyValue(String key, String value) {
  /**
   * Returns a configuration with keys laid over it in their order; the last value of a key counts.
   */
  public static NfcsConfig laidOver(NfcsConfig config, Collection<KeyValue> given) {
    Map<String, String> keys = new LinkedHashMap<>();
    given.forEach(one -> keys.put(one.key, one.value));
    NfcsConfig laid = config;
    for (Map.Entry<String, String> key : keys.entrySet()) {
      laid = laid.with(key.getKey(), key.getValue());
    }
    return laid;
  }

  /** Converter from {@code key=value}. */
  public static final class Converter implements ITypeConverter<KeyValue> {
    /** For picocli. */
    public Converter() {}

    @Override
    public KeyValue convert(String text) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw new TypeConversionException(
            "'" + text + "' is not KEY=VALUE, such as orchestrator.hz=10");
      }
      return new KeyValue(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
