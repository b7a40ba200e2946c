package dev.yadori.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.Eventually;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods on all nodes reach each other, Services, names and the API server, over IPv4 and over IPv6. */
class PodNetworkE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    /** The Service that Kubernetes makes has one family; the local cluster adds one with both. */
    private static final List<ApiServerWay> API_SERVER_WAYS = List.of(
            new ApiServerWay("kubernetes", ""),
            new ApiServerWay("apiserver", "--ipv4"),
            new ApiServerWay("apiserver", "--ipv6"));

    private static final Map<String, String> LABELS = Map.of("app", "network");

    @BeforeAll
    static void startOnePodOnEachNode() {
        var hostnames = NAMESPACE.hostnames();
        for (int i = 0; i < hostnames.size(); i++) {
            var pod = ToolsPod.serving("pod-" + i)
                    .editMetadata()
                    .withLabels(LABELS)
                    .endMetadata()
                    .editSpec()
                    .withNodeSelector(ToolsPod.on(hostnames.get(i)))
                    .endSpec();
            NAMESPACE.start(pod.build());
        }
    }

    @Test
    void eachPodReachesEachPodOverBothFamilies() {
        for (var server : pods()) {
            assertThat(server.addresses())
                    .hasSize(2)
                    .hasAtLeastOneElementOfType(Inet4Address.class)
                    .hasAtLeastOneElementOfType(Inet6Address.class);
            for (var client : pods()) {
                for (var address : server.addresses()) {
                    assertAnswers(client, address, List.of(server.name()));
                }
            }
        }
    }

    @Test
    void serviceAnswersOnBothOfItsAddressesFromEachNode() {
        var service = NAMESPACE.create(service("balanced").build());
        var backends = pods().stream().map(TestPod::name).toList();
        var addresses = service.getSpec().getClusterIPs().stream().map(InetAddress::ofLiteral);

        assertThat(addresses)
                .hasSize(2)
                .hasAtLeastOneElementOfType(Inet4Address.class)
                .hasAtLeastOneElementOfType(Inet6Address.class)
                .allSatisfy(address -> {
                    for (var client : pods()) {
                        assertAnswers(client, address, backends);
                    }
                });
    }

    @Test
    void nameOfHeadlessServiceHasTheAddressesOfAllPods() {
        NAMESPACE.create(
                service("headless").editSpec().withClusterIP("None").endSpec().build());
        var name = "headless." + NAMESPACE.name() + ".svc.cluster.local";

        for (var client : pods()) {
            assertResolves(client, "ahostsv4", name, podAddresses(Inet4Address.class));
            assertResolves(client, "ahostsv6", name, podAddresses(Inet6Address.class));
        }
    }

    @Test
    void apiServerAnswersByItsNamesOverBothFamiliesFromEachNode() {
        var account = "/var/run/secrets/kubernetes.io/serviceaccount";
        var ask = """
                curl --silent --show-error --fail --max-time 10 %%s --cacert %1$s/ca.crt \
                    --header "Authorization: Bearer $(cat %1$s/token)" https://%%s.default.svc.cluster.local/version
                """.formatted(account);

        for (var client : pods()) {
            for (var way : API_SERVER_WAYS) {
                Eventually.holds(
                        "the API server answers " + client.name() + " by " + way,
                        () -> assertThat(client.shell(ask.formatted(way.option(), way.service())))
                                .contains("gitVersion"));
            }
        }
    }

    @Test
    void namesOutsideTheClusterAreAskedOfTheNodesNameServer() {
        assumeLocalCluster();
        for (var client : pods()) {
            assertResolves(client, "ahostsv4", "machine.yadori.test", List.of(InetAddress.ofLiteral("10.88.0.1")));
            assertResolves(client, "ahostsv6", "machine.yadori.test", List.of(InetAddress.ofLiteral("fd00:88::1")));
        }
    }

    /** Only the local cluster's nodes have a name server that knows the machine. */
    private static void assumeLocalCluster() {
        var server = NAMESPACE.client().getMasterUrl().getHost();
        assumeThat(server).as("the API server of the local cluster").isEqualTo("10.88.0.2");
    }

    private record ApiServerWay(String service, String option) {}

    private static void assertAnswers(TestPod client, InetAddress address, List<String> oneOf) {
        Eventually.holds(address.getHostAddress() + " answers " + client.name(), () -> {
            var page = client.fetch(ToolsPod.url(address));
            assertThat(page.succeeded()).as(page.error()).isTrue();
            assertThat(page.output().strip()).isIn(oneOf);
        });
    }

    private static void assertResolves(TestPod client, String database, String name, List<InetAddress> expected) {
        Eventually.holds(
                client.name() + " resolves " + name + " by " + database,
                () -> assertThat(client.shell("getent " + database + " " + name)
                                .lines()
                                .map(line -> InetAddress.ofLiteral(line.split(" ", 2)[0]))
                                .collect(Collectors.toSet()))
                        .containsExactlyInAnyOrderElementsOf(expected));
    }

    private static List<InetAddress> podAddresses(Class<? extends InetAddress> family) {
        return pods().stream()
                .flatMap(pod -> pod.addresses().stream())
                .filter(family::isInstance)
                .toList();
    }

    private static List<TestPod> pods() {
        return NAMESPACE.client().pods().inNamespace(NAMESPACE.name()).withLabels(LABELS).list().getItems().stream()
                .map(pod -> NAMESPACE.pod(pod.getMetadata().getName()))
                .toList();
    }

    private static ServiceBuilder service(String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withSelector(LABELS)
                .withIpFamilyPolicy("RequireDualStack")
                .addNewPort()
                .withPort(ToolsPod.PORT)
                .endPort()
                .endSpec();
    }
}
