package dev.yadori.api.guest;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Where the virt-handler of a node listens. */
@FunctionalInterface
public interface HandlerDirectory {

    /** Empty where it is not known to be ready. */
    Optional<InetSocketAddress> find(String node);
}
