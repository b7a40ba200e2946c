package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Ipv4Address;

/** The four addresses of the fixed header: ciaddr, yiaddr, siaddr and giaddr. */
public record BootpAddresses(Ipv4Address client, Ipv4Address yours, Ipv4Address server, Ipv4Address relay) {
    public static final BootpAddresses NONE = new BootpAddresses(
            Ipv4Address.UNSPECIFIED, Ipv4Address.UNSPECIFIED, Ipv4Address.UNSPECIFIED, Ipv4Address.UNSPECIFIED);

    public BootpAddresses withClient(Ipv4Address address) {
        return new BootpAddresses(address, yours, server, relay);
    }

    public BootpAddresses withYours(Ipv4Address address) {
        return new BootpAddresses(client, address, server, relay);
    }

    public BootpAddresses withRelay(Ipv4Address address) {
        return new BootpAddresses(client, yours, server, address);
    }
}
