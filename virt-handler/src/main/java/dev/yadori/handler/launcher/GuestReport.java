package dev.yadori.handler.launcher;

import java.time.Instant;

/**
 * All that a launcher says of its guest; each replaces the one before.
 *
 * @param message one sentence for people, or empty
 * @param machineType with its version; empty before it runs
 */
public record GuestReport(
        GuestState state,
        Instant since,
        String message,
        boolean accelerated,
        String machineType,
        boolean agentConnected) {}
