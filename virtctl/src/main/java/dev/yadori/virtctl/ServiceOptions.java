package dev.yadori.virtctl;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a user says of a Service. */
final class ServiceOptions {

    @Option(names = "--name", required = true, description = "Name of the Service.")
    private @Nullable String name;

    @Option(names = "--port", description = "Port of the Service; those of the guest's first interface by default.")
    private int port;

    @Option(names = "--target-port", description = "Port of the guest, or its name; that of the Service by default.")
    private @Nullable String targetPort;

    @Option(names = "--port-name", description = "Name of the port; none by default.")
    private @Nullable String portName;

    @Option(names = "--protocol", defaultValue = "TCP", description = "TCP, UDP or SCTP; ${DEFAULT-VALUE}.")
    private String protocol = "TCP";

    @Option(
            names = "--type",
            defaultValue = "ClusterIP",
            description = "ClusterIP, NodePort or LoadBalancer; ${DEFAULT-VALUE}.")
    private String type = "ClusterIP";

    @Option(names = "--node-port", description = "Port on each node; any that is free by default.")
    private @Nullable Integer nodePort;

    @Option(names = "--cluster-ip", description = "Address of the Service, or None; any that is free by default.")
    private @Nullable String clusterIp;

    @Option(names = "--external-ip", description = "One more address, which somebody else leads to the nodes.")
    private @Nullable String externalIp;

    @Option(names = "--load-balancer-ip", description = "Address that a load balancer is asked for.")
    private @Nullable String loadBalancerIp;

    @Option(names = "--ip-family", description = "IPv4, IPv6 or both with a comma; the cluster's default.")
    private @Nullable String ipFamily;

    @Option(names = "--ip-family-policy", description = "SingleStack, PreferDualStack or RequireDualStack.")
    private @Nullable String ipFamilyPolicy;

    String name() {
        return Objects.requireNonNull(name);
    }

    /** Whether the ports of the guest are meant. */
    boolean namesNoPort() {
        return port == 0;
    }

    /** @param ports of the guest, for where none is said */
    GuestService chosen(List<GuestService.Port> ports) {
        GuestService.Port said = new GuestService.Port(
                port,
                targetPort,
                portName,
                GuestService.oneOf("--protocol", protocol, List.of("TCP", "UDP", "SCTP")),
                nodePort);
        return new GuestService(
                name(),
                GuestService.oneOf("--type", type, List.of("ClusterIP", "NodePort", "LoadBalancer")),
                namesNoPort() ? ports : List.of(said),
                new GuestService.Addresses(clusterIp, externalIp, loadBalancerIp),
                new GuestService.Families(families(), policy()));
    }

    private List<String> families() {
        return ipFamily == null
                ? List.of()
                : Arrays.stream(ipFamily.split(",", -1))
                        .map(family -> GuestService.oneOf("--ip-family", family, List.of("IPv4", "IPv6")))
                        .toList();
    }

    private @Nullable String policy() {
        String unsaid = families().size() > 1 ? "PreferDualStack" : null;
        return ipFamilyPolicy == null
                ? unsaid
                : GuestService.oneOf(
                        "--ip-family-policy",
                        ipFamilyPolicy,
                        List.of("SingleStack", "PreferDualStack", "RequireDualStack"));
    }
}
