package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv4Network;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.launcher.net.Octets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What tests say to the server, and the lease it has for them. */
public final class DhcpMessages {
    public static final MacAddress GUEST = MacAddress.parse("02:00:00:aa:bb:cc");
    public static final Ipv4Address ADDRESS = Ipv4Address.parse("10.0.2.2");
    public static final Ipv4Address SERVER = Ipv4Address.parse("10.0.2.1");
    public static final Lease.Names NAMES = new Lease.Names(
            Optional.of("web-0"),
            Optional.of("default.svc.cluster.local"),
            List.of("default.svc.cluster.local", "svc.cluster.local", "cluster.local"),
            List.of(Ipv4Address.parse("10.96.0.10")));
    public static final Lease LEASE =
            lease("10.0.2.2/24", new Lease.Link(Optional.of(SERVER), List.of(), OptionalInt.of(1400)), Lease.Boot.NONE);

    private DhcpMessages() {}

    public static Lease lease(String address, Lease.Link link, Lease.Boot boot) {
        return new Lease(GUEST, Ipv4Network.parse(address), SERVER, Duration.ofHours(1), link, NAMES, boot);
    }

    static Lease.Boot boot() {
        return new Lease.Boot(
                Optional.of("tftp.example"),
                Optional.of("boot/pxelinux.0"),
                List.of(Ipv4Address.parse("192.0.2.123")),
                new TreeMap<>(Map.of(224, "first", 254, "last")));
    }

    public static DhcpMessage from(DhcpMessageType type, DhcpOption... options) {
        return new DhcpMessage(
                DhcpMessage.Op.REQUEST,
                type,
                0x3903f326,
                0,
                true,
                BootpAddresses.NONE,
                GUEST,
                new DhcpOptions(List.of(options)));
    }

    static DhcpMessage withClient(DhcpMessage message, Ipv4Address client) {
        return with(message, message.addresses().withClient(client), message.hardware(), message.broadcast());
    }

    static DhcpMessage withRelay(DhcpMessage message, Ipv4Address relay) {
        return with(message, message.addresses().withRelay(relay), message.hardware(), message.broadcast());
    }

    public static DhcpMessage withHardware(DhcpMessage message, MacAddress hardware) {
        return with(message, message.addresses(), hardware, message.broadcast());
    }

    static DhcpMessage withoutBroadcast(DhcpMessage message) {
        return with(message, message.addresses(), message.hardware(), false);
    }

    private static DhcpMessage with(
            DhcpMessage message, BootpAddresses addresses, MacAddress hardware, boolean broadcast) {
        return new DhcpMessage(
                message.op(),
                message.type(),
                message.transactionId(),
                message.seconds(),
                broadcast,
                addresses,
                hardware,
                message.options());
    }

    static DhcpOption requested(Ipv4Address address) {
        return new DhcpOption(OptionCode.REQUESTED_ADDRESS, Octets.addresses(List.of(address)));
    }

    static DhcpOption server(Ipv4Address address) {
        return new DhcpOption(OptionCode.SERVER_IDENTIFIER, Octets.addresses(List.of(address)));
    }

    public static DhcpOption asking(int... codes) {
        var bytes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return new DhcpOption(OptionCode.PARAMETER_REQUEST_LIST, Octets.of(bytes));
    }

    static Stream<Integer> codes(DhcpMessage message) {
        return message.options().entries().stream().map(DhcpOption::code);
    }
}
