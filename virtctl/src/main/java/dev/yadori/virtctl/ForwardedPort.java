package dev.yadori.virtctl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port here and one of the guest, as they are written: REMOTE, LOCAL:REMOTE or tcp/LOCAL:REMOTE. */
record ForwardedPort(int local, int remote) {

    private static final Pattern WRITTEN = Pattern.compile("(?:tcp/)?(?:([0-9]{1,5}):)?([0-9]{1,5})");
    private static final int HIGHEST = 65_535;

    static ForwardedPort parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new UnreachableException("'" + text + "' must be [LOCAL:]REMOTE");
        }
        int remote = Integer.parseInt(matcher.group(2));
        int local = matcher.start(1) < 0 ? remote : Integer.parseInt(matcher.group(1));
        if (remote < 1 || remote > HIGHEST || local > HIGHEST) {
            throw new UnreachableException("'" + text + "' is no port");
        }
        return new ForwardedPort(local, remote);
    }

    String subresource() {
        return "portforward/" + remote + "/tcp";
    }
}
