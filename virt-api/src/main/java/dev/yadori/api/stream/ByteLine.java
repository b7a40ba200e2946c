package dev.yadori.api.stream;

/** An open far end. It is used from one event loop, and hands over one piece for each that is asked for. */
public interface ByteLine {

    /** Whether it takes bytes now. Where it does not, the listener is told when it does. */
    boolean isReady();

    /** Sends bytes, which it may keep. */
    void send(byte[] bytes);

    /** Asks for one more piece. */
    void request();

    /** Ends it without more being said. */
    void close();
}
