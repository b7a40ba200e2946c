package dev.yadori.launcher.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.dhcp6.Lease6.Names6;
import dev.yadori.launcher.launch.Ipv6LinkMapper.Served6;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.Ipv6Network;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.launcher.ra.RouterLink;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6LinkMapperTest {
    private static final ResolvConf RESOLVER = new ResolvConf(
            List.of(), List.of(Ipv6Address.parse("fd00::a")), List.of("team-a.svc.cluster.local", "cluster.local"));
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");

    private static List<Served6> links(String ipv6) throws TextFormat.ParseException {
        var spec = LaunchSpec.newBuilder();
        TextFormat.merge("""
                identity { namespace: "team-a" hostname: "vm-1" subdomain: "db" }
                interfaces { name: "ipv4-only" mac: "02:00:00:00:00:09" }
                interfaces { name: "default" mac: "02:00:00:00:00:01" mtu: 1450 ipv6 { %s } }
                """.formatted(ipv6), spec);
        return Ipv6LinkMapper.links(spec.build(), RESOLVER);
    }

    @Test
    void guestIsToldItsAddressItsLinkAndItsNames() throws TextFormat.ParseException {
        var names = new Names6(
                List.of(Ipv6Address.parse("fd00::a")),
                List.of("db.team-a.svc.cluster.local", "team-a.svc.cluster.local", "cluster.local"));
        assertThat(links("device: \"k6t-eth0\" address: \"fd10:0:2::2/120\" default_router: true"))
                .containsExactly(new Served6(
                        "k6t-eth0",
                        new Lease6(MAC, Ipv6Address.parse("fd10:0:2::2"), Lease6.FOR_EVER, names),
                        new RouterLink(
                                MAC,
                                new RouterLink.Paths(
                                        true, Optional.of(Ipv6Network.parse("fd10:0:2::2/120")), List.of()),
                                OptionalInt.of(1450),
                                names)));
    }

    @Test
    void nothingIsOnTheLinkOfAnAddressAlone() throws TextFormat.ParseException {
        assertThat(links("device: \"k6t-eth0\" address: \"fd00::2/128\" routes: \"fd20::/64\"")
                        .getFirst()
                        .router()
                        .paths())
                .isEqualTo(new RouterLink.Paths(false, Optional.empty(), List.of(Ipv6Network.parse("fd20::/64"))));
    }

    @ParameterizedTest
    @CsvSource({
        "device: \"\" address: \"fd00::2/128\",interfaces[1].ipv6.device",
        "device: \"k6t-eth0\" address: \"10.0.2.2/24\",interfaces[1].ipv6.address",
        "device: \"k6t-eth0\" address: \"fd00::2/128\" routes: \"x\",interfaces[1].ipv6.routes[0]"
    })
    void impossibleFieldIsNamed(String ipv6, String field) {
        assertThatThrownBy(() -> links(ipv6)).isInstanceOf(SpecException.class).hasMessageContaining(field);
    }
}
