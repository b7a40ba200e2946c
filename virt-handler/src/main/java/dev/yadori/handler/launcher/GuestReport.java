package dev.yadori.handler.launcher;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that a launcher says of its guest; each replaces the one before.
 *
 * @param message one sentence for people, or empty
 * @param machineType with its version; empty before it runs
 * @param agent once it has said something
 * @param credentials once they were tried
 * @param cards that the guest has, by the name of their interface, and whether their links are up; empty: not known
 */
public record GuestReport(
        GuestState state,
        Instant since,
        String message,
        boolean accelerated,
        String machineType,
        boolean agentConnected,
        Optional<GuestAgent> agent,
        Optional<Credentials> credentials,
        Transfer transfer,
        Optional<Map<String, Boolean>> cards) {

    /** What became of the credentials that go through the agent. */
    public record Credentials(boolean synchronizedNow, String message) {}
}
