package dev.yadori.launcher.lifecycle;

import java.time.Duration;
import java.util.UUID;

/**
 * What the lifecycle has to know of a guest.
 *
 * @param domain by which the hypervisor knows it
 * @param grace what it has between the pod's end and its own
 */
public record Launch(UUID domain, UUID object, boolean startPaused, Duration grace) {}
