package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.launcher.LivenessFromPod;
import dev.yadori.crds.v1.Probe;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks of the guest that a kubelet makes: itself, through the pod's address, or by a look at what came of the check that
 * the launcher makes.
 */
record PodProbes(VirtualMachineInstanceSpec spec, boolean livenessFromPod) {

    /** The guest starts to boot later than its container. */
    private static final int BOOT_SECONDS = 10;

    /** A busy node starts a process late, which says nothing about the guest. */
    private static final int LOOK_SECONDS = 10;

    private static final int STARTUP_PERIOD_SECONDS = 5;

    private static final String TEST = "/usr/bin/test";

    static PodProbes of(VirtualMachineInstance vmi) {
        var spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        var annotations = Objects.requireNonNullElse(vmi.getMetadata().getAnnotations(), Map.<String, String>of());
        return new PodProbes(spec, LivenessFromPod.of(spec, annotations).isPresent());
    }

    io.fabric8.kubernetes.api.model.@Nullable Probe readiness() {
        var probe = spec.readinessProbe();
        return probe == null ? null : of(probe, isByAgent(probe), TEST, "-e", LauncherPodLayout.READY_FILE);
    }

    io.fabric8.kubernetes.api.model.@Nullable Probe liveness() {
        var probe = spec.livenessProbe();
        return probe == null ? null : of(probe, isByLauncher(probe), TEST, "!", "-e", LauncherPodLayout.DEAD_FILE);
    }

    /**
     * Holds back a check that the kubelet makes itself, for as long as it takes, until there is a guest in this pod to be checked:
     * it may start paused, or be on its way here from another node.
     */
    io.fabric8.kubernetes.api.model.@Nullable Probe startup() {
        var liveness = spec.livenessProbe();
        if (liveness == null || isByLauncher(liveness)) {
            return null;
        }
        return new ProbeBuilder()
                .withExec(new ExecAction(List.of(TEST, "-e", LauncherPodLayout.BEGUN_FILE)))
                .withTimeoutSeconds(LOOK_SECONDS)
                .withPeriodSeconds(STARTUP_PERIOD_SECONDS)
                .withFailureThreshold(Integer.MAX_VALUE)
                .build();
    }

    private boolean isByLauncher(Probe liveness) {
        return livenessFromPod || isByAgent(liveness);
    }

    private static boolean isByAgent(Probe probe) {
        return probe.exec() != null || probe.guestAgentPing() != null;
    }

    private static io.fabric8.kubernetes.api.model.Probe of(Probe probe, boolean byLauncher, String... look) {
        int delay = probe.initialDelaySeconds() == null ? 0 : probe.initialDelaySeconds();
        return new ProbeBuilder()
                .withHttpGet(byLauncher ? null : probe.httpGet())
                .withTcpSocket(byLauncher ? null : probe.tcpSocket())
                .withExec(byLauncher ? new ExecAction(List.of(look)) : null)
                .withInitialDelaySeconds(delay + BOOT_SECONDS)
                .withTimeoutSeconds(byLauncher ? Integer.valueOf(LOOK_SECONDS) : probe.timeoutSeconds())
                .withPeriodSeconds(probe.periodSeconds())
                .withSuccessThreshold(probe.successThreshold())
                .withFailureThreshold(probe.failureThreshold())
                .build();
    }
}
