package dev.yadori.launcher.domain;

import java.time.Duration;

/** A balloon that reports statistics and, if it may, pages that the guest has freed. */
public record MemoryBalloon(Duration statisticsPeriod, boolean freePageReporting) implements Device {}
