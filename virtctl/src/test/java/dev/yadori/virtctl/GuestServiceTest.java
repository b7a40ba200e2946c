package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.virtctl.cluster.Json;
import dev.yadori.virtctl.cluster.Tree;
import dev.yadori.virtctl.cluster.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GuestServiceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=80|\"type\":\"ClusterIP\"",
                "--port=80 --target-port=8080 --port-name=http|\"name\":\"http\",\"port\":80,\"protocol\":\"TCP\",\"targetPort\":8080",
                "--port=80 --target-port=http|\"targetPort\":\"http\"",
                "--port=22 --type=nodeport --node-port=30022|\"nodePort\":30022",
                "--port=22 --type=nodeport --node-port=30022|\"type\":\"NodePort\"",
                "--port=53 --protocol=udp|\"protocol\":\"UDP\"",
                "--port=80 --cluster-ip=None|\"clusterIP\":\"None\"",
                "--port=80 --external-ip=192.0.2.1|\"externalIPs\":[\"192.0.2.1\"]",
                "--port=80 --type=LoadBalancer --load-balancer-ip=192.0.2.1|\"loadBalancerIP\":\"192.0.2.1\"",
                "--port=80 --ip-family=ipv6,ipv4|\"ipFamilies\":[\"IPv6\",\"IPv4\"],\"ipFamilyPolicy\":\"PreferDualStack\"",
                "--port=80 --ip-family-policy=preferdualstack|\"ipFamilyPolicy\":\"PreferDualStack\""
            })
    void aServiceIsWhatTheFlagsSay(String flags, String part) {
        assertThat(json(flags)).contains(part);
    }

    @Test
    void aServiceSelectsThePodsOfOneGuest() {
        assertThat(new Tree(options("--port=80").chosen(List.of()).service(GuestService.selector("web")))
                        .at("spec", "selector")
                        .value())
                .isEqualTo(Map.of("vmi.kubevirt.io/id", "web"));
    }

    @ParameterizedTest
    @CsvSource({"--type=ExternalName,--type", "--protocol=ICMP,--protocol", "--ip-family=IPv5,--ip-family"})
    void aWordThatTheApiLacksIsRefused(String flag, String option) {
        var options = options("--port=80 " + flag);

        assertThatThrownBy(() -> options.chosen(List.of())).hasMessageStartingWith(option + " must be one of");
    }

    @Test
    void aNameThatIsNoLabelIsRefused() {
        String name = "a".repeat(64);

        assertThatThrownBy(() -> GuestService.selector(name)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void portsAreThoseOfTheInterfaceInThePodsNetwork() {
        Tree spec = Yaml.parse("""
                networks: [{name: other, multus: {networkName: x}}, {name: default, pod: {}}]
                domain:
                  devices:
                    interfaces:
                    - {name: other, ports: [{port: 1}]}
                    - {name: default, ports: [{port: 80}, {port: 53, protocol: UDP}]}
                """, "spec");

        String service = Json.write(options("").chosen(GuestService.ports(spec)).service(Map.of()));

        assertThat(service)
                .contains("\"ports\":[{\"name\":\"port-1\",\"port\":80,\"protocol\":\"TCP\"},"
                        + "{\"name\":\"port-2\",\"port\":53,\"protocol\":\"UDP\"}]");
    }

    @Test
    void aGuestThatNamesNoPortNeedsOne() {
        List<GuestService.Port> none = GuestService.ports(new Tree(null));

        assertThatThrownBy(() -> options("").chosen(none))
                .hasMessage("couldn't find port via --port flag or introspection");
    }

    private static String json(String flags) {
        return Json.write(options(flags).chosen(List.of()).service(GuestService.selector("web")));
    }

    private static ServiceOptions options(String flags) {
        return CommandLine.populateCommand(
                new ServiceOptions(), ("--name=s " + flags).strip().split(" "));
    }
}
