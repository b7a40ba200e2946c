package dev.yadori.handler.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A folder a case: the VMI's spec and what ip said of the pod go in, the script and the facts come out. What came out is in
 * target/network, to be compared when a case fails or is new.
 */
class NetworkPlannerTest {

    private static final Path CASES = Path.of("src/test/resources/network");
    private static final Path ACTUAL = Path.of("target/network");

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void planIsAsWritten(Path folder) throws IOException {
        NetworkPlan plan = NetworkPlanner.plan(request(folder), observed(folder));
        Path actual = Files.createDirectories(ACTUAL.resolve(folder.getFileName()));
        Files.writeString(actual.resolve("out-script.sh"), plan.script());
        Files.writeString(
                actual.resolve("out-facts.txt"),
                plan.nics().stream().map(NetworkPlannerTest::text).collect(Collectors.joining("\n")));
        for (String file : List.of("out-script.sh", "out-facts.txt")) {
            assertThat(actual.resolve(file)).as(file).hasSameTextualContentAs(folder.resolve(file));
        }
    }

    @Test
    void podWithoutAddressCannotBeMasqueraded() throws IOException {
        assertImpossible("two-networks", "", "interface default: link eth0 of the pod has no address");
    }

    @Test
    void networkHasRoomForGatewayAndGuest() throws IOException {
        assertImpossible("masquerade-ipv4", "10.9.0.0/31", "vmNetworkCIDR 10.9.0.0/31 has no room");
    }

    @Test
    void networkDoesNotHoldThePodsAddress() throws IOException {
        assertImpossible("masquerade-ipv4", "10.128.0.0/16", "holds the pod's own address 10.128.0.7");
    }

    @Test
    void runningGuestsPodNeedNotCarryANetworkThatItWasMadeWithout() throws IOException {
        NetworkRequest request = request(CASES.resolve("two-networks"));
        NicRequest last = request.nics().getLast();
        ObservedNetns observed = observed(CASES.resolve("two-networks"));
        ObservedNetns without = new ObservedNetns(
                observed.links().stream()
                        .filter(link -> !link.name().equals(last.links().pod()))
                        .toList(),
                observed.routes());

        assertThatThrownBy(() -> NetworkPlanner.plan(request, without)).isInstanceOf(ImpossibleRequestException.class);
        assertThat(NetworkPlanner.plan(request.whereLinked(), without).nics())
                .extracting(NicFacts::name)
                .doesNotContain(last.name())
                .hasSize(request.nics().size() - 1);
    }

    @Test
    void bridgeKeepsItsAddressWhenAnInterfaceBeforeItHasGone() throws IOException {
        ObservedNetns observed = observed(CASES.resolve("bridge"));
        List<ObservedNetns.Link> links = new ArrayList<>(observed.links());
        links.add(new ObservedNetns.Link(
                LinkNames.PRIMARY.bridge(),
                "bridge",
                MacAddress.parse("02:00:00:00:00:01"),
                1500,
                new ObservedNetns.State(true, true, "", true),
                "",
                List.of(IpPrefix.parse("169.254.75.13/32"))));

        NetworkPlan plan =
                NetworkPlanner.plan(request(CASES.resolve("bridge")), new ObservedNetns(links, observed.routes()));

        assertThat(plan.nics().getFirst().dhcp().map(NicFacts.DhcpFacts::server))
                .contains(IpAddress.parse("169.254.75.13"));
        assertThat(plan.script()).doesNotContain("addr add 169.254.75.");
    }

    private static void assertImpossible(String name, String ipv4, String reason) throws IOException {
        ObservedNetns observed = observed(CASES.resolve(name));
        NicRequest.NicBinding binding = new NicRequest.NicBinding.Masquerade(
                IpPrefix.parse(ipv4.isEmpty() ? "10.0.2.0/24" : ipv4),
                IpPrefix.parse("fd10:0:2::/120"),
                List.of(),
                false);
        NetworkRequest request = new NetworkRequest(
                List.of(new NicRequest("default", LinkNames.PRIMARY, binding, Optional.empty(), 1)), 107);
        ObservedNetns shown = ipv4.isEmpty() ? withoutAddresses(observed) : observed;
        assertThatThrownBy(() -> NetworkPlanner.plan(request, shown))
                .isInstanceOf(ImpossibleRequestException.class)
                .hasMessageContaining(reason);
    }

    private static ObservedNetns withoutAddresses(ObservedNetns observed) {
        return new ObservedNetns(
                observed.links().stream()
                        .map(link -> new ObservedNetns.Link(
                                link.name(),
                                link.kind(),
                                link.mac(),
                                link.mtu(),
                                link.state(),
                                link.alias(),
                                List.of()))
                        .toList(),
                observed.routes());
    }

    private static NetworkRequest request(Path folder) throws IOException {
        return NetworkRequestConverter.convert(
                new KubernetesSerialization()
                        .unmarshal(Files.readString(folder.resolve("in-spec.yaml")), VirtualMachineInstanceSpec.class),
                folder.getFileName().toString().endsWith("-mesh"));
    }

    private static ObservedNetns observed(Path folder) throws IOException {
        return IpJson.parse(
                Files.readString(folder.resolve("in-addresses.json")),
                Files.readString(folder.resolve("in-routes.json")));
    }

    private static String text(NicFacts nic) {
        return """
                %s: %s on %s of %s
                mac %s mtu %d queues %d
                reached at %s
                %s
                %s
                """.formatted(
                        nic.name(),
                        nic.links().tap(),
                        nic.links().bridge(),
                        nic.links().pod(),
                        nic.mac(),
                        nic.shape().mtu(),
                        nic.shape().queues(),
                        nic.addresses(),
                        nic.dhcp().map(NetworkPlannerTest::text).orElse("no DHCP"),
                        nic.ipv6().map(NetworkPlannerTest::text).orElse("no IPv6"));
    }

    private static String text(NicFacts.Ipv6Facts ipv6) {
        return "IPv6 on %s: %s, %s %s"
                .formatted(
                        ipv6.device(),
                        ipv6.address(),
                        ipv6.defaultRouter() ? "default router" : "router for",
                        ipv6.routes());
    }

    private static String text(NicFacts.DhcpFacts dhcp) {
        return "DHCP on %s: %s from %s, router %s%s"
                .formatted(
                        dhcp.device(),
                        dhcp.address(),
                        dhcp.server(),
                        dhcp.router().map(IpAddress::toString).orElse("none"),
                        dhcp.routes().stream()
                                .map(route -> "\n  %s %s"
                                        .formatted(
                                                route.destination(),
                                                route.gateway()
                                                        .map(gateway -> "via " + gateway)
                                                        .orElse("on the link")))
                                .collect(Collectors.joining()));
    }
}
