package dev.yadori.api.stream;

/**
 * How a stream has ended.
 *
 * @param failed whether that should not have happened
 * @param reason for people; may be empty
 */
public record StreamEnd(boolean failed, String reason) {

    public static final StreamEnd DONE = new StreamEnd(false, "");

    public static StreamEnd failed(String reason) {
        return new StreamEnd(true, reason);
    }
}
