package io.nfcs.solvers.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hallucination | [0.9, 0.8, 0.7] | rising, for it is dangerous when high",
        "defects       | [0.2, 0.1, 0.05] | rising, for it is dangerous when high",
        "global_order  | [0.2, 0.3, 0.4] | falling, for it is dangerous when low",
        "modular_order | [0.2, 0.3, 0.5] | falling, for it is dangerous when low",
      })
  void shouldRefuseLimitsInTheWrongOrder(String key, String limits, String allowed) {
    NfcsConfig config = NfcsConfig.parse("t.yaml", "risk: {limits: {" + key + ": " + limits + "}}");
    ConfigException refused =
        assertThrows(ConfigException.class, () -> config.section("risk", RiskSettings.class));
    assertEquals(
        "t.yaml:1: risk.limits: " + key + ": " + limits + ", allowed: strictly " + allowed,
        refused.getMessage());
  }
}
