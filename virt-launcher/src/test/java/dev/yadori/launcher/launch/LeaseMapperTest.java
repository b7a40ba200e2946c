package dev.yadori.launcher.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.TextFormat;
import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv4Network;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseMapperTest {
    private static final ResolvConf RESOLVER = new ResolvConf(
            List.of(Ipv4Address.parse("10.96.0.10")),
            List.of(Ipv6Address.parse("fd00::10")),
            List.of("team-a.svc.cluster.local", "svc.cluster.local", "cluster.local"));
    private static final String SPEC = """
            identity { namespace: "team-a" hostname: "vm-1" }
            interfaces { name: "no-dhcp" mac: "02:00:00:00:00:09" }
            interfaces {
              name: "default" mac: "02:00:00:00:00:01" mtu: 1450
              dhcp { device: "k6t-eth0" address: "10.0.2.2/24" server: "10.0.2.1" router: "10.0.2.1" }
            }
            """;

    private static LaunchSpec spec(String change) throws TextFormat.ParseException {
        var spec = LaunchSpec.newBuilder();
        TextFormat.merge(SPEC, spec);
        TextFormat.merge(change, spec);
        return spec.build();
    }

    private static Lease.Names names(String subdomain, ResolvConf resolver) {
        return LeaseMapper.names(
                GuestIdentity.newBuilder()
                        .setNamespace("team-a")
                        .setHostname("vm-1")
                        .setSubdomain(subdomain)
                        .build(),
                resolver);
    }

    @Test
    void aLinkWithDhcpGetsALease() throws TextFormat.ParseException {
        var lease = new Lease(
                MacAddress.parse("02:00:00:00:00:01"),
                Ipv4Network.parse("10.0.2.2/24"),
                Ipv4Address.parse("10.0.2.1"),
                Duration.ofDays(999),
                new Lease.Link(Optional.of(Ipv4Address.parse("10.0.2.1")), List.of(), OptionalInt.of(1450)),
                new Lease.Names(
                        Optional.of("vm-1"),
                        Optional.of("team-a.svc.cluster.local"),
                        RESOLVER.search(),
                        RESOLVER.servers()),
                Lease.Boot.NONE);
        assertThat(LeaseMapper.leases(spec(""), RESOLVER)).containsExactly(new LeaseMapper.Served("k6t-eth0", lease));
    }

    @Test
    void theUsersOwnOptionsAreHandedOn() throws TextFormat.ParseException {
        var change = """
                interfaces {
                  mac: "02:00:00:00:00:02"
                  dhcp {
                    device: "k6t-net1" address: "10.1.0.2/30" server: "169.254.75.11"
                    tftp_server_name: "tftp" boot_file_name: "pxelinux.0" ntp_servers: "10.0.0.1"
                    private_options { key: 240 value: "private" }
                    routes { destination: "10.244.0.0/16" gateway: "10.1.0.1" }
                    routes { destination: "169.254.1.1/32" }
                  }
                }
                """;
        var lease = LeaseMapper.leases(spec(change), RESOLVER).getLast().lease();
        assertThat(lease.boot())
                .isEqualTo(new Lease.Boot(
                        Optional.of("tftp"),
                        Optional.of("pxelinux.0"),
                        List.of(Ipv4Address.parse("10.0.0.1")),
                        new TreeMap<>(Map.of(240, "private"))));
        assertThat(lease.link())
                .isEqualTo(new Lease.Link(
                        Optional.empty(),
                        List.of(
                                new Lease.Route(Ipv4Network.parse("10.244.0.0/16"), Ipv4Address.parse("10.1.0.1")),
                                new Lease.Route(Ipv4Network.parse("169.254.1.1/32"), Ipv4Address.UNSPECIFIED)),
                        OptionalInt.empty()));
    }

    @Test
    void aGuestInASubdomainSearchesItFirst() {
        var names = names("db", RESOLVER);
        assertThat(names.search().getFirst()).isEqualTo("db.team-a.svc.cluster.local");
        assertThat(names.search()).hasSize(4);
        assertThat(names.domain()).contains("db.team-a.svc.cluster.local");
    }

    @Test
    void aSubdomainThatIsSearchedAlreadyIsNotRepeated() {
        var search = List.of("team-a.svc.cluster.local", "db.team-a.svc.cluster.local");
        assertThat(names("db", new ResolvConf(List.of(), List.of(), search)).search())
                .containsExactly("db.team-a.svc.cluster.local", "team-a.svc.cluster.local");
    }

    @Test
    void aSubdomainWithoutTheClustersDomainIsUnknown() {
        var names = names("db", new ResolvConf(List.of(), List.of(), List.of("example.com")));
        assertThat(names.search()).containsExactly("example.com");
    }

    @Test
    void withoutANameServerThePublicOneIsTold() {
        assertThat(names("", ResolvConf.EMPTY))
                .isEqualTo(new Lease.Names(
                        Optional.of("vm-1"), Optional.empty(), List.of(), List.of(Ipv4Address.parse("8.8.8.8"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interfaces[2].dhcp.device | dhcp { address: '10.0.2.2/24' server: '10.0.2.1' }",
                "interfaces[2].dhcp.device | dhcp { device: 'sixteen-letters-' address: '10.0.2.2/24' server: '10.0.2.1' }",
                "interfaces[2].dhcp.address | dhcp { device: 'k6t' address: '10.0.2.2' server: '10.0.2.1' }",
                "interfaces[2].dhcp.address | dhcp { device: 'k6t' address: '10.0.2.2/x' server: '10.0.2.1' }",
                "interfaces[2].dhcp.server | dhcp { device: 'k6t' address: '10.0.2.2/24' }",
                "interfaces[2].dhcp.router | dhcp { device: 'k6t' address: '10.0.2.2/24' server: '10.0.2.1' router: 'x' }",
                "interfaces[2].dhcp.routes[0].destination | dhcp { device: 'k6t' address: '10.0.2.2/24' server: '10.0.2.1' routes {} }",
                "interfaces[2].dhcp.ntp_servers[0] | dhcp { device: 'k6t' address: '10.0.2.2/24' server: '10.0.2.1' ntp_servers: 'time' }",
                "interfaces[2].dhcp | dhcp { device: 'k6t' address: '10.0.2.2/24' server: '10.0.2.1' private_options { key: 7 } }",
                "interfaces[2].dhcp | dhcp { device: 'k6t' address: '10.0.2.2/24' server: '10.0.2.1' } mtu: 5",
            })
    void whatCannotBeNamesItsField(String field, String change) throws TextFormat.ParseException {
        var spec = spec("interfaces { mac: '02:00:00:00:00:02' " + change + " }");
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> LeaseMapper.leases(spec, RESOLVER))
                .withMessageStartingWith(field + ": ")
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }
}
