package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.virtctl.cluster.Json;
import dev.yadori.virtctl.cluster.Tree;
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
                "--port=80 --ip-family=ipv6,ipv4|\"ipFamilies\":[\"IPv6\",\"IPv4\"]",
                "--port=80 --ip-family-policy=preferdualstack|\"ipFamilyPolicy\":\"PreferDualStack\""
            })
    void aServiceIsWhatTheFlagsSay(String flags, String part) {
        assertThat(json(flags)).contains(part);
    }

    @Test
    void aServiceSelectsThePodsOfOneGuest() {
        assertThat(new Tree(options("--port=80").chosen().service("web"))
                        .at("spec", "selector")
                        .value())
                .isEqualTo(Map.of("vmi.kubevirt.io/id", "web"));
    }

    @ParameterizedTest
    @CsvSource({"--type=ExternalName,--type", "--protocol=ICMP,--protocol", "--ip-family=IPv5,--ip-family"})
    void aWordThatTheApiLacksIsRefused(String flag, String option) {
        var options = options("--port=80 " + flag);

        assertThatThrownBy(options::chosen).hasMessageStartingWith(option + " must be one of");
    }

    @Test
    void aNameThatIsNoLabelIsRefused() {
        var service = options("--port=80").chosen();
        String name = "a".repeat(64);

        assertThatThrownBy(() -> service.service(name)).isInstanceOf(UnreachableException.class);
    }

    private static String json(String flags) {
        return Json.write(options(flags).chosen().service("web"));
    }

    private static ServiceOptions options(String flags) {
        return CommandLine.populateCommand(new ServiceOptions(), ("--name=s " + flags).split(" "));
    }
}
