package dev.yadori.launcher.dhcp6;

/** Answers the one guest on its link, until what it returned is closed. */
public interface Dhcp6Service {

    Serving serve(Lease6 lease, String device);

    /** A service that runs. */
    interface Serving extends AutoCloseable {
        @Override
        void close();
    }
}
