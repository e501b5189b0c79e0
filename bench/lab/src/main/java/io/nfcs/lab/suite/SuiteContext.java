package io.nfcs.lab.suite;

import io.nfcs.config.NfcsConfig;
import java.util.function.Function;

/**
 * Context of the components of the suite.
 *
 * @param settings section {@code bench}
 * @param config a loop without an end
 * @param scenarios configuration of a load scenario by its name
 */
record SuiteContext(
    BenchSettings settings, NfcsConfig config, Function<String, NfcsConfig> scenarios) {}
