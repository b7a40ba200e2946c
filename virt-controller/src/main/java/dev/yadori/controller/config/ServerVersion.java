package dev.yadori.controller.config;

import io.fabric8.kubernetes.client.VersionInfo;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Major and minor number of an API server. */
record ServerVersion(int major, int minor) implements Comparable<ServerVersion> {

    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,6}).*");

    /** Empty where the server's words are no numbers. Vendors append to the minor number, as in 34+. */
    static Optional<ServerVersion> of(VersionInfo info) {
        return number(info.getMajor())
                .flatMap(major -> number(info.getMinor()).map(minor -> new ServerVersion(major, minor)));
    }

    private static Optional<Integer> number(String text) {
        Matcher matcher = NUMBER.matcher(text == null ? "" : text);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    @Override
    public int compareTo(ServerVersion other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }
}
