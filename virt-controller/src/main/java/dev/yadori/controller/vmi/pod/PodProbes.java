package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.v1.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import org.jspecify.annotations.Nullable;

/** Checks of the guest that a kubelet can make itself, through the pod's address. */
final class PodProbes {

    /** The guest starts to boot later than its container. */
    private static final int BOOT_SECONDS = 10;

    private PodProbes() {}

    static io.fabric8.kubernetes.api.model.@Nullable Probe of(@Nullable Probe probe) {
        if (probe == null || (probe.httpGet() == null && probe.tcpSocket() == null)) {
            return null;
        }
        int delay = probe.initialDelaySeconds() == null ? 0 : probe.initialDelaySeconds();
        return new ProbeBuilder()
                .withHttpGet(probe.httpGet())
                .withTcpSocket(probe.tcpSocket())
                .withInitialDelaySeconds(delay + BOOT_SECONDS)
                .withTimeoutSeconds(probe.timeoutSeconds())
                .withPeriodSeconds(probe.periodSeconds())
                .withSuccessThreshold(probe.successThreshold())
                .withFailureThreshold(probe.failureThreshold())
                .build();
    }
}
