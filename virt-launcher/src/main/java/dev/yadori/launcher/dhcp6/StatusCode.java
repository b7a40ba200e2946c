package dev.yadori.launcher.dhcp6;

import dev.yadori.launcher.net.Octets;
import java.util.List;

/** Outcomes that a server tells (RFC 8415 section 21.13). */
enum StatusCode {
    SUCCESS(0, ""),
    NO_ADDRESSES(2, "this guest has one address"),
    NOT_ON_LINK(4, "not the address of this guest"),
    NO_PREFIXES(6, "no prefixes are delegated");

    private final int code;
    private final String message;

    StatusCode(int code, String message) {
        this.code = code;
        this.message = message;
    }

    Dhcp6Option option() {
        return new Dhcp6Option(OptionCode6.STATUS, Octets.joined(List.of(Octets.uint16(code), Octets.text(message))));
    }
}
