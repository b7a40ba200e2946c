package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.TestPod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Pages that pods and guests fetch of each other, over each address of both families. What a guest fetches is asked for from
 * outside: it serves a page that fetches another one.
 *
 * @param asker the pod that asks guests
 */
record WebPaths(Guests guests, TestPod asker) {
    /** What a tiny guest has to run to fetch pages. */
    static final String FETCHER = """
            mkdir -p /srv/cgi-bin
            printf '#!/bin/sh\\necho "Content-Type: text/plain"\\necho\\nexec wget -q -T 5 -O - "$QUERY_STRING"\\n' >/srv/cgi-bin/fetch
            chmod 755 /srv/cgi-bin/fetch
            """;

    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final int HTTP = 80;
    /** kube-proxy's page of health, on each node's own addresses. */
    private static final int NODE_HEALTH = 10256;

    /** A Service of both families for all that has a label. */
    static Service service(String name, String guest, int port) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withIpFamilyPolicy("RequireDualStack")
                .withSelector(Map.of("guest", guest))
                .addNewPort()
                .withPort(port)
                .endPort()
                .endSpec()
                .build();
    }

    private static String url(InetAddress address, int port, String path) {
        var host = address.getHostAddress();
        return "http://%s:%d/%s".formatted(address instanceof Inet6Address ? "[" + host + "]" : host, port, path);
    }

    /** The address of a page that a guest serves. */
    static String url(InetAddress guest, String path) {
        return url(guest, HTTP, path);
    }

    /** The address of a guest's page with its name. */
    static String nameOf(InetAddress guest) {
        return url(guest, "name");
    }

    /** The address of a page outside of the pod network, with the word "lastUpdated". */
    static String healthOf(InetAddress node) {
        return url(node, NODE_HEALTH, "healthz");
    }

    /** What the status of a guest says of the card on the pod network. */
    List<InetAddress> addresses(String guest) {
        return guests.status(guest, "interfaces", 0, "ipAddresses").stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(Object::toString)
                .map(InetAddress::ofLiteral)
                .toList();
    }

    List<InetAddress> addressesOfService(String name) {
        var service = guests.namespace()
                .client()
                .services()
                .inNamespace(guests.namespace().name())
                .withName(name)
                .get();
        return service.getSpec().getClusterIPs().stream()
                .map(InetAddress::ofLiteral)
                .toList();
    }

    void podGets(TestPod pod, String url, String... oneOf) {
        Guests.holds(
                pod.name() + " gets " + url,
                ANSWER,
                () -> assertThat(pod.fetch(url).output().strip()).isIn((Object[]) oneOf));
    }

    void guestGets(String guest, String url, String... oneOf) {
        podGets(asker, throughGuest(guest, url), oneOf);
    }

    void guestGetsPageWith(String guest, String url, String part) {
        var through = throughGuest(guest, url);
        Guests.holds(
                guest + " gets " + url,
                ANSWER,
                () -> assertThat(asker.fetch(through).output()).contains(part));
    }

    private String throughGuest(String guest, String url) {
        return url(addresses(guest).getFirst(), "cgi-bin/fetch?" + url);
    }

    /** The addresses of all nodes, which are outside of the pod network. */
    List<InetAddress> nodes() {
        return guests.namespace().client().nodes().list().getItems().stream()
                .flatMap(node -> node.getStatus().getAddresses().stream())
                .filter(address -> address.getType().equals("InternalIP"))
                .map(address -> InetAddress.ofLiteral(address.getAddress()))
                .toList();
    }
}
