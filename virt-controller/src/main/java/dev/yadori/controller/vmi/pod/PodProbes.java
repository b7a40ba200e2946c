package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.Probe;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks of the guest that a kubelet makes: itself, through the pod's address, or by a look at what came of the check that
 * the launcher makes through the guest's agent.
 */
final class PodProbes {

    /** The guest starts to boot later than its container. */
    private static final int BOOT_SECONDS = 10;

    /** A busy node starts a process late, which says nothing about the guest. */
    private static final int LOOK_SECONDS = 10;

    private static final int STARTUP_PERIOD_SECONDS = 5;

    private static final String TEST = "/usr/bin/test";

    private PodProbes() {}

    static io.fabric8.kubernetes.api.model.@Nullable Probe readiness(@Nullable Probe probe) {
        return of(probe, TEST, "-e", LauncherPodLayout.READY_FILE);
    }

    static io.fabric8.kubernetes.api.model.@Nullable Probe liveness(@Nullable Probe probe) {
        return of(probe, TEST, "!", "-e", LauncherPodLayout.DEAD_FILE);
    }

    /**
     * Holds back a check that the kubelet makes itself, for as long as it takes, until there is a guest in this pod to be checked:
     * it may start paused, or be on its way here from another node.
     */
    static io.fabric8.kubernetes.api.model.@Nullable Probe startup(@Nullable Probe liveness) {
        if (liveness == null || isByAgent(liveness)) {
            return null;
        }
        return new ProbeBuilder()
                .withExec(new ExecAction(List.of(TEST, "-e", LauncherPodLayout.BEGUN_FILE)))
                .withTimeoutSeconds(LOOK_SECONDS)
                .withPeriodSeconds(STARTUP_PERIOD_SECONDS)
                .withFailureThreshold(Integer.MAX_VALUE)
                .build();
    }

    private static boolean isByAgent(Probe probe) {
        return probe.exec() != null || probe.guestAgentPing() != null;
    }

    private static io.fabric8.kubernetes.api.model.@Nullable Probe of(@Nullable Probe probe, String... look) {
        if (probe == null) {
            return null;
        }
        boolean byAgent = isByAgent(probe);
        int delay = probe.initialDelaySeconds() == null ? 0 : probe.initialDelaySeconds();
        return new ProbeBuilder()
                .withHttpGet(probe.httpGet())
                .withTcpSocket(probe.tcpSocket())
                .withExec(byAgent ? new ExecAction(List.of(look)) : null)
                .withInitialDelaySeconds(delay + BOOT_SECONDS)
                .withTimeoutSeconds(byAgent ? Integer.valueOf(LOOK_SECONDS) : probe.timeoutSeconds())
                .withPeriodSeconds(probe.periodSeconds())
                .withSuccessThreshold(probe.successThreshold())
                .withFailureThreshold(probe.failureThreshold())
                .build();
    }
}
