package dev.yadori.api.http;

import java.time.Duration;

/**
 * What the server grants its clients.
 *
 * @param connections at the same time; one more is closed
 * @param bufferedBytes of all bodies that are being received or judged
 * @param request from its first byte to its last
 * @param idle between two requests
 */
public record ServerLimits(int connections, int bufferedBytes, Duration handshake, Duration request, Duration idle) {

    public static final ServerLimits DEFAULT = new ServerLimits(
            1000, 24 * 1024 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(120));
}
