package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.MacAddress;

/** A DHCP message over Ethernet. The legacy fields sname and file are not kept; options in them are. */
public record DhcpMessage(
        Op op,
        DhcpMessageType type,
        int transactionId,
        int seconds,
        boolean broadcast,
        BootpAddresses addresses,
        MacAddress hardware,
        DhcpOptions options) {

    /** Who speaks. */
    public enum Op {
        REQUEST(1),
        REPLY(2);

        private final int code;

        Op(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
