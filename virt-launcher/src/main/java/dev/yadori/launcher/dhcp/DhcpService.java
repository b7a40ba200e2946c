package dev.yadori.launcher.dhcp;

/** Answers the one guest on its link, until what it returned is closed. */
public interface DhcpService {

    Serving serve(Lease lease, DhcpEndpoint endpoint);

    /** A service that runs. */
    interface Serving extends AutoCloseable {
        /** The UDP port it listens on. */
        int port();

        @Override
        void close();
    }
}
