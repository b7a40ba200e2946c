package dev.yadori.api.subresource;

import dev.yadori.api.stream.ByteSource;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Ports of guests. */
@FunctionalInterface
public interface Ports {

    /**
     * Connects, and waits for it.
     *
     * @throws IOException with a message for the user, when it cannot be reached
     */
    ByteSource connect(InetSocketAddress address, boolean datagrams) throws IOException;
}
