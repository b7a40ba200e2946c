package dev.yadori.api.http;

/** Answers requests, each on a thread that may block. */
@FunctionalInterface
public interface Endpoint {

    ApiAnswer answer(ApiRequest request);

    /** How many bytes of body are taken from a request to a path. */
    default int mostBytes(String path) {
        return 64 * 1024;
    }
}
