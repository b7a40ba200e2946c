package dev.yadori.launcher.dhcp6;

import dev.yadori.launcher.dhcp6.Lease6.Names6;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.launcher.net.Octets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What tests say to the server, and the lease it has for them. */
final class Dhcp6Messages {
    static final Ipv6Address ADDRESS = Ipv6Address.parse("fd10:0:2::2");
    static final Ipv6Address OTHER = Ipv6Address.parse("fd10:0:2::77");
    static final Octets CLIENT = Octets.of(new byte[] {0, 3, 0, 1, 2, 0, 0, (byte) 0xaa, (byte) 0xbb, (byte) 0xcc});
    static final Names6 NAMES = new Names6(
            List.of(Ipv6Address.parse("fd00:10:96::a")), List.of("default.svc.cluster.local", "cluster.local"));
    static final Lease6 LEASE =
            new Lease6(MacAddress.parse("02:00:00:aa:bb:cc"), ADDRESS, Duration.ofSeconds(1000), NAMES);

    private Dhcp6Messages() {}

    static Dhcp6Message sent(Dhcp6MessageType type, Dhcp6Option... options) {
        return new Dhcp6Message(
                type,
                0x123456,
                new Dhcp6Options(Stream.concat(
                                Stream.of(new Dhcp6Option(OptionCode6.CLIENT_IDENTIFIER, CLIENT)), Stream.of(options))
                        .toList()));
    }

    static Dhcp6Option server() {
        return new Dhcp6Option(OptionCode6.SERVER_IDENTIFIER, Dhcp6Responder.SERVER);
    }

    static Dhcp6Option otherServer() {
        return new Dhcp6Option(OptionCode6.SERVER_IDENTIFIER, Octets.of(new byte[] {0, 3, 0, 1, 9, 9, 9, 9, 9, 9}));
    }

    static Dhcp6Option flag(int code) {
        return new Dhcp6Option(code, Octets.of(new byte[0]));
    }

    static Dhcp6Option asking(int... codes) {
        return new Dhcp6Option(
                OptionCode6.OPTION_REQUEST,
                Octets.joined(
                        java.util.Arrays.stream(codes).mapToObj(Octets::uint16).toList()));
    }

    /** IA_NA or IA_PD. */
    static Dhcp6Option association(int code, int id, Ipv6Address... addresses) {
        var inner = new Dhcp6Options(Stream.of(addresses)
                .map(address -> new Dhcp6Option(
                        OptionCode6.ADDRESS,
                        Octets.joined(
                                List.of(Octets.addresses6(List.of(address)), Octets.uint32(0), Octets.uint32(0)))))
                .toList());
        return new Dhcp6Option(
                code, Octets.joined(List.of(Octets.uint32(id), Octets.uint32(0), Octets.uint32(0), inner.toOctets())));
    }

    static Dhcp6Option wants(Ipv6Address... addresses) {
        return association(OptionCode6.ADDRESSES, 7, addresses);
    }
}
