package io.nfcs.constitution.emergency;

import io.nfcs.config.Setting;

/** Part {@code emergency} of section {@code constitution}. */
public record EmergencySettings(
    @Setting(
            doc = "Longest time an emergency lasts; then it is ended, whatever the risk is",
            unit = "ticks",
            value = "3000",
            min = 1,
            max = 10_000_000)
        int maxTicks,
    @Setting(
            doc = "Ticks below the emergency level, one after the other, before it is over",
            unit = "ticks",
            value = "10",
            min = 1,
            max = 10_000_000)
        int calmTicks,
    @Setting(
            doc =
                "Ticks at the warning level or below, one after the other, before the loop has"
                    + " recovered",
            unit = "ticks",
            value = "50",
            min = 1,
            max = 10_000_000)
        int recoveryTicks,
    @Setting(
            doc = "Shortest time between an emergency that was ended and the next one",
            unit = "ticks",
            value = "300",
            min = 1,
            max = 10_000_000)
        int pauseTicks) {}
