package io.nfcs.constitution;

import io.nfcs.config.Setting;

/** Part {@code emergency} of section {@code constitution}. */
record EmergencySettings(
    @Setting(
            doc = "Longest time of an emergency; then it is cut off, whatever the risk",
            unit = "ticks",
            value = "3000",
            min = 1,
            max = 10_000_000)
        int maxTicks,
    @Setting(
            doc = "Consecutive ticks below the emergency level before it is over",
            unit = "ticks",
            value = "10",
            min = 1,
            max = 10_000_000)
        int calmTicks,
    @Setting(
            doc = "Consecutive ticks at the warning level or below before the loop has recovered",
            unit = "ticks",
            value = "50",
            min = 1,
            max = 10_000_000)
        int recoveryTicks,
    @Setting(
            doc = "Shortest time between an emergency that was cut off and the next one",
            unit = "ticks",
            value = "300",
            min = 1,
            max = 10_000_000)
        int pauseTicks) {}
