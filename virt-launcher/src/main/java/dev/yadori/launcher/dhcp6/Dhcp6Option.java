package dev.yadori.launcher.dhcp6;

import dev.yadori.launcher.net.Octets;

/** One option; options inside of it are part of its value. */
public record Dhcp6Option(int code, Octets value) {
    static final int HEADER = 4;
    private static final int LARGEST = 0xffff;

    public Dhcp6Option {
        if (code < 0 || code > LARGEST || value.length() > LARGEST) {
            throw new IllegalArgumentException("no option of DHCPv6: " + code);
        }
    }

    int encodedLength() {
        return HEADER + value.length();
    }
}
