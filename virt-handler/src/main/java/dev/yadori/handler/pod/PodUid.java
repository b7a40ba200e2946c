package dev.yadori.handler.pod;

import java.util.Locale;
import java.util.regex.Pattern;

/** UID of a pod, in the spelling of the API: a UUID in lower case. It is safe as one part of a path. */
public record PodUid(String value) {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public PodUid {
        if (!UUID.matcher(value).matches()) {
            throw new IllegalArgumentException("metadata.uid of the pod is not a UUID: " + value);
        }
    }

    /**
     * From the API's text, in either case.
     *
     * @throws IllegalArgumentException where it is not a UUID
     */
    public static PodUid parse(String text) {
        return new PodUid(text.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
