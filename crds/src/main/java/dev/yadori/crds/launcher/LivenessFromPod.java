package dev.yadori.crds.launcher;

import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.Probe;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which liveness check over the network the launcher makes, in place of the kubelet: who makes the pod and who tells the launcher
 * have to agree. A kubelet knows nothing of guests that are paused or move; but only a masqueraded guest has an address that its
 * pod can reach.
 */
public final class LivenessFromPod {

    private LivenessFromPod() {}

    /**
     * The interface over which the launcher makes that check; empty where it does not, as where the proxy of a mesh would answer.
     *
     * @param annotations of the instance
     */
    public static Optional<Interface> of(VirtualMachineInstanceSpec spec, Map<String, String> annotations) {
        return Optional.ofNullable(spec.livenessProbe())
                .filter(_ -> !"true".equals(annotations.get(KubeVirtAnnotations.ISTIO_INJECT)))
                .filter(LivenessFromPod::isPlain)
                .flatMap(_ -> masqueraded(spec));
    }

    /** TLS would be too much for a launcher, and a host is something else than the guest. */
    private static boolean isPlain(Probe probe) {
        var http = probe.httpGet();
        var tcp = probe.tcpSocket();
        if (http != null) {
            var scheme = http.getScheme();
            return isEmpty(http.getHost()) && (isEmpty(scheme) || "HTTP".equals(scheme.toUpperCase(Locale.ROOT)));
        }
        return tcp != null && isEmpty(tcp.getHost());
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static Optional<Interface> masqueraded(VirtualMachineInstanceSpec spec) {
        return spec.interfaces().stream()
                .filter(card -> card.masquerade() != null && card.state() != LinkState.ABSENT)
                .filter(card -> spec.networks().stream().anyMatch(network -> isPodsAndOf(network, card)))
                .findFirst();
    }

    private static boolean isPodsAndOf(Network network, Interface card) {
        return network.pod() != null && network.name() != null && network.name().equals(card.name());
    }
}
