package io.nfcs.constitution;

import io.nfcs.config.Setting;

/** Section {@code constitution}. */
record ConstitutionSettings(
    @Setting(
            doc =
                "Folder of policies, *.yaml; empty for the four fundamental ones and those of the"
                    + " loop, as in config/policies",
            value = "''")
        String policies,
    @Setting(
            doc =
                "Reload check interval, 0 for never; a change takes effect between two ticks, all"
                    + " at once, or not at all if any policy has an error",
            unit = "ms",
            value = "1000",
            min = 0,
            max = 3_600_000)
        int reloadMillis,
    @Setting(
            doc =
                "Time for which all files must be unchanged before they count, so that half-written"
                    + " files do not",
            unit = "ms",
            value = "5000",
            min = 0,
            max = 3_600_000)
        int settleMillis,
    @Setting(doc = "Most verdicts kept of an operation", value = "10000", min = 1, max = 10_000_000)
        int cacheEntries,
    @Setting(
            doc = "Last violations kept",
            powerOfTwo = true,
            value = "1024",
            min = 1,
            max = 1 << 24)
        int violations,
    @Setting(
            doc =
                "Consecutive ticks without a risk level that count as an emergency; fewer count as"
                    + " critical",
            unit = "ticks",
            value = "3",
            min = 1,
            max = 10_000)
        int unknownTicks,
    @Setting(doc = "Duration of an emergency", value = "{}") EmergencySettings emergency,
    @Setting(doc = "Control on accept, monitor, reject and emergency, in this order", value = "{}")
        ControlSettings control) {}
