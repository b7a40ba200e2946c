package dev.yadori.virtctl.cluster;

import java.nio.charset.StandardCharsets;

/** What the API server says to one request. */
public final class Answer {

    public static final int FORBIDDEN = 403;
    public static final int NOT_FOUND = 404;

    private final int code;
    private final byte[] body;

    Answer(int code, byte[] body) {
        this.code = code;
        this.body = body;
    }

    public int code() {
        return code;
    }

    /** Not copied. */
    public byte[] body() {
        return body;
    }

    public boolean isGood() {
        return code >= 200 && code < 300;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * This, where it is no refusal.
     *
     * @throws RefusedException with the words of the API where it has refused
     */
    public Answer orRefusal() {
        if (isGood()) {
            return this;
        }
        throw refused();
    }

    /** The words of the API for it. */
    RefusedException refused() {
        return new RefusedException(code, refusal());
    }

    public Tree tree() {
        return Json.parse(orRefusal().text(), "the API server");
    }

    private String refusal() {
        String said = text();
        if (said.startsWith("{")) {
            Tree status = Json.parse(said, "the API server");
            if (!status.word("message").isEmpty()) {
                return status.word("message");
            }
        }
        return switch (code) {
            case 401 -> "the API server does not know who you are (401)";
            case FORBIDDEN -> "you may not do that (403)";
            case NOT_FOUND -> "there is no such guest";
            case 400 -> "the guest does not run, or does not have that";
            case 409 -> "the guest is in a state in which that cannot be done";
            default -> "the API server answers " + code;
        };
    }

    @Override
    public String toString() {
        return "Answer[" + code + "]";
    }
}
