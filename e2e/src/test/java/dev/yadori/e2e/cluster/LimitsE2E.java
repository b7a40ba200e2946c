package dev.yadori.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.Eventually;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods with limits run, and the limit of memory is enforced. */
class LimitsE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    @Test
    void podWithEqualRequestsAndLimitsRunsAsGuaranteed() {
        var pod = NAMESPACE.start(sized(ToolsPod.idle("guaranteed"), of("100m", "64Mi"), of("100m", "64Mi")));

        assertThat(pod.get().getStatus().getQosClass()).isEqualTo("Guaranteed");
    }

    @Test
    void podWithHigherLimitsRunsAsBurstable() {
        var pod = NAMESPACE.start(sized(ToolsPod.idle("burstable"), of("50m", "32Mi"), of("200m", "64Mi")));

        assertThat(pod.get().getStatus().getQosClass()).isEqualTo("Burstable");
    }

    @Test
    void containerOverItsMemoryLimitIsKilled() {
        // tail keeps the last lines in memory, and zeros have no line end. What it is fed is bounded, in case no limit
        // is.
        var hungry = ToolsPod.running("hungry", "exec tail <(head -c 256M /dev/zero)");
        NAMESPACE.create(sized(hungry, of("100m", "64Mi"), of("1", "64Mi")));

        Eventually.holds("the container is killed", () -> {
            var statuses = NAMESPACE.pod("hungry").get().getStatus().getContainerStatuses();
            assertThat(statuses).singleElement().satisfies(status -> {
                var end = status.getState().getTerminated();
                assertThat(end).as("end of the container").isNotNull();
                assertThat(end.getReason()).isEqualTo("OOMKilled");
                assertThat(end.getExitCode()).isEqualTo(137);
            });
        });
    }

    private static Pod sized(PodBuilder pod, Map<String, Quantity> requests, Map<String, Quantity> limits) {
        return pod.editSpec()
                .editFirstContainer()
                .withNewResources()
                .withRequests(requests)
                .withLimits(limits)
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Map<String, Quantity> of(String cpu, String memory) {
        return Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory));
    }
}
