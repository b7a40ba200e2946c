package dev.yadori.api.http;

/** The codes that are answered with here. */
public final class HttpStatus {

    public static final int OK = 200;
    public static final int ACCEPTED = 202;
    public static final int NOT_MODIFIED = 304;
    public static final int MOVED = 308;
    public static final int BAD_REQUEST = 400;
    public static final int UNAUTHORIZED = 401;
    public static final int FORBIDDEN = 403;
    public static final int NOT_FOUND = 404;
    public static final int METHOD_NOT_ALLOWED = 405;
    public static final int NOT_ACCEPTABLE = 406;
    public static final int TIMEOUT = 408;
    public static final int CONFLICT = 409;
    public static final int TOO_LARGE = 413;
    public static final int UNPROCESSABLE = 422;
    public static final int TOO_MANY_REQUESTS = 429;
    public static final int FAILED = 500;
    public static final int UNAVAILABLE = 503;

    private HttpStatus() {}
}
