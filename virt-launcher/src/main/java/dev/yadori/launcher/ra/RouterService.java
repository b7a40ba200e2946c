package dev.yadori.launcher.ra;

/** Advertises a router to the one guest on its link, until what it returned is closed. */
public interface RouterService {

    /**
     * Takes the socket over, whatever comes of it.
     *
     * @param socket raw, of ICMPv6, on one device, and only for solicitations
     */
    Serving serve(RouterLink link, LinkSocket socket);

    /** A service that runs. */
    interface Serving extends AutoCloseable {
        @Override
        void close();
    }
}
