package dev.yadori.virtctl;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port here and one of the guest, as they are written: [tcp/|udp/][LOCAL:]REMOTE. */
record ForwardedPort(Protocol protocol, int local, int remote) {

    /** What goes through it. */
    enum Protocol {
        TCP,
        UDP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern WRITTEN = Pattern.compile("(?:(tcp|udp)/)?(?:([0-9]{1,5}):)?([0-9]{1,5})");
    private static final int HIGHEST = 65_535;

    static ForwardedPort parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new UnreachableException("'" + text + "' must be [tcp/|udp/][LOCAL:]REMOTE");
        }
        int remote = Integer.parseInt(matcher.group(3));
        int local = matcher.start(2) < 0 ? remote : Integer.parseInt(matcher.group(2));
        if (remote < 1 || remote > HIGHEST || local > HIGHEST) {
            throw new UnreachableException("'" + text + "' is no port");
        }
        String protocol = Objects.requireNonNullElse(matcher.group(1), "tcp");
        return new ForwardedPort(protocol.equals("udp") ? Protocol.UDP : Protocol.TCP, local, remote);
    }

    String subresource() {
        return "portforward/" + remote + "/" + protocol.word();
    }
}
