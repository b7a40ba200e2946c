package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Policies see a guest's pod as any pod. A guest and a container of the same labels are under the same policy, and what it
 * forbids is seen to work before and after it.
 */
class NetworkPolicyE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String GUEST = "guarded-guest";
    private static final String CONTAINER = "guarded-container";
    private static final String FRIEND = "friend";
    private static final String STRANGER = "stranger";
    private static final int OPEN_PORT = 80;
    private static final int CLOSED_PORT = 8081;
    private static final int SERVICE_PORT = 9000;
    private static final Duration EFFECT = Duration.ofMinutes(1);

    /** One who asks, and whom. */
    private record Way(String from, String host, int port) {
        boolean isOpen() {
            return NAMESPACE
                    .pod(from)
                    .fetch("http://%s:%d/name".formatted(host, port))
                    .succeeded();
        }
    }

    @BeforeAll
    static void start() {
        NAMESPACE.create(service());
        for (var name : List.of(FRIEND, STRANGER)) {
            NAMESPACE.start(labelled(ToolsPod.serving(name), name).build());
        }
        NAMESPACE.start(
                labelled(ToolsPod.running(CONTAINER, pages()), "guarded").build());
        GUESTS.start(TinyGuest.vm(GUEST)
                .withLabel("role", "guarded")
                .running("httpd -p " + CLOSED_PORT + " -h /srv")
                .running(asksForEver(FRIEND))
                .running(asksForEver(STRANGER)));
    }

    @Test
    void onePodComesInOnOnePort() {
        for (var host : hosts()) {
            for (var from : List.of(FRIEND, STRANGER)) {
                awaitOpen(new Way(from, host, OPEN_PORT));
                awaitOpen(new Way(from, host, CLOSED_PORT));
            }
        }
        awaitOpen(new Way(STRANGER, "guarded", SERVICE_PORT));

        var policy = NAMESPACE.create(ingressFromTheFriend());

        for (var host : hosts()) {
            awaitClosed(new Way(STRANGER, host, OPEN_PORT));
            awaitClosed(new Way(FRIEND, host, CLOSED_PORT));
            awaitOpen(new Way(FRIEND, host, OPEN_PORT));
        }
        awaitClosed(new Way(STRANGER, "guarded", SERVICE_PORT));
        awaitOpen(new Way(FRIEND, "guarded", SERVICE_PORT));

        NAMESPACE.client().resource(policy).delete();

        for (var host : hosts()) {
            awaitOpen(new Way(STRANGER, host, OPEN_PORT));
        }
    }

    @Test
    void onePodIsReached() {
        awaitGuestSays(FRIEND, "reached");
        awaitGuestSays(STRANGER, "reached");
        var friend = ipv4(FRIEND).getHostAddress();
        var stranger = ipv4(STRANGER).getHostAddress();
        awaitContainerReaches(friend, true);
        awaitContainerReaches(stranger, true);

        var policy = NAMESPACE.create(egressToTheFriend());

        awaitGuestSays(STRANGER, "not reached");
        awaitContainerReaches(stranger, false);
        awaitGuestSays(FRIEND, "reached");
        awaitContainerReaches(friend, true);

        NAMESPACE.client().resource(policy).delete();

        awaitGuestSays(STRANGER, "reached");
        awaitContainerReaches(stranger, true);
    }

    private static void awaitOpen(Way way) {
        Guests.holds(way + " is open", EFFECT, () -> assertThat(way.isOpen()).isTrue());
    }

    private static void awaitClosed(Way way) {
        Guests.holds(way + " is closed", EFFECT, () -> assertThat(way.isOpen()).isFalse());
    }

    private static void awaitGuestSays(String about, String said) {
        Guests.holds(
                "the guest says of " + about + ": " + said,
                EFFECT,
                () -> assertThat(GUESTS.page(GUESTS.asker(), GUEST, about)).contains(said));
    }

    private static void awaitContainerReaches(String host, boolean expected) {
        var container = NAMESPACE.pod(CONTAINER);
        Guests.holds(
                "the container reaches " + host + ": " + expected,
                EFFECT,
                () -> assertThat(container
                                .fetch(ToolsPod.url(InetAddress.ofLiteral(host)))
                                .succeeded())
                        .isEqualTo(expected));
    }

    /** The guest, and the container by both of its addresses. */
    private static List<String> hosts() {
        var guest =
                GUESTS.status(GUEST, "interfaces", 0, "ipAddress").orElseThrow().toString();
        var container = NAMESPACE.pod(CONTAINER).addresses().stream()
                .map(address -> address instanceof Inet6Address
                        ? "[" + address.getHostAddress() + "]"
                        : address.getHostAddress());
        return Stream.concat(Stream.of(guest), container).toList();
    }

    private static InetAddress ipv4(String pod) {
        return NAMESPACE.pod(pod).addresses().stream()
                .filter(address -> !(address instanceof Inet6Address))
                .findFirst()
                .orElseThrow();
    }

    /** Asks a pod each second from inside the guest, and shows on the page of that pod's name how it went. */
    private static String asksForEver(String pod) {
        return """
                (while :; do if wget -q -T 2 -O /dev/null http://%s:%d/; then echo reached; else echo not reached; fi >/srv/%3$s.new
                mv /srv/%3$s.new /srv/%3$s; sleep 1; done) >/dev/null 2>&1 </dev/null &
                """.formatted(ipv4(pod).getHostAddress(), ToolsPod.PORT, pod);
    }

    private static String pages() {
        return """
                mkdir -p /tmp/www && echo container >/tmp/www/name
                busybox httpd -p %d -h /tmp/www
                exec busybox httpd -f -p %d -h /tmp/www
                """.formatted(CLOSED_PORT, OPEN_PORT);
    }

    private static PodBuilder labelled(PodBuilder pod, String role) {
        return pod.editMetadata().addToLabels("role", role).endMetadata();
    }

    private static LabelSelector role(String role) {
        return new LabelSelectorBuilder().withMatchLabels(Map.of("role", role)).build();
    }

    private static io.fabric8.kubernetes.api.model.Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("guarded")
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("role", "guarded"))
                .addNewPort()
                .withPort(SERVICE_PORT)
                .withTargetPort(new IntOrString(OPEN_PORT))
                .endPort()
                .endSpec()
                .build();
    }

    private static NetworkPolicy ingressFromTheFriend() {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("ingress")
                .endMetadata()
                .withNewSpec()
                .withPodSelector(role("guarded"))
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .addNewFrom()
                .withPodSelector(role(FRIEND))
                .endFrom()
                .addNewPort()
                .withPort(new IntOrString(OPEN_PORT))
                .endPort()
                .endIngress()
                .endSpec()
                .build();
    }

    private static NetworkPolicy egressToTheFriend() {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("egress")
                .endMetadata()
                .withNewSpec()
                .withPodSelector(role("guarded"))
                .withPolicyTypes("Egress")
                .addNewEgress()
                .addNewTo()
                .withPodSelector(role(FRIEND))
                .endTo()
                .endEgress()
                .endSpec()
                .build();
    }
}
