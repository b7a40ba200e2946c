package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The components follow the KubeVirt object at work, and go back to their manifests. */
class PlacementE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final SystemConfig CONFIG = new SystemConfig(NAMESPACE);
    private static final List<String> DEPLOYMENTS = List.of("virt-api", "virt-controller");
    private static final Duration ROLLOUT = Duration.ofMinutes(4);

    @AfterAll
    static void asBefore() {
        CONFIG.merge("{\"infra\":null,\"workloads\":null}");
    }

    @Test
    void replicasFollow() {
        int before = ready("virt-api");

        CONFIG.merge("{\"infra\":{\"replicas\":%d}}".formatted(before + 1));
        Guests.holds(
                "there is one more of each",
                ROLLOUT,
                () -> assertThat(DEPLOYMENTS)
                        .allSatisfy(name -> assertThat(ready(name)).isEqualTo(before + 1)));

        CONFIG.merge("{\"infra\":null}");
        Guests.holds(
                "there are as many as before",
                ROLLOUT,
                () -> assertThat(DEPLOYMENTS)
                        .allSatisfy(
                                name -> assertThat(deployment(name).getStatus().getReplicas())
                                        .isEqualTo(before)));
        assertThat(deployment("virt-api").getMetadata().getAnnotations()).doesNotContainKey("yadori.dev/from-kubevirt");
    }

    @Test
    void handlersFollow() {
        var before = selector();

        CONFIG.merge("{\"workloads\":{\"nodePlacement\":{\"nodeSelector\":{\"kubernetes.io/os\":\"linux\"}}}}");
        Guests.holds(
                "handlers want the label",
                ROLLOUT,
                () -> assertThat(selector()).containsEntry("kubernetes.io/os", "linux"));

        CONFIG.merge("{\"workloads\":null}");
        Guests.holds("handlers are as before, and ready", ROLLOUT, () -> {
            assertThat(selector()).isEqualTo(before);
            var status = handler().getStatus();
            assertThat(status.getObservedGeneration())
                    .isEqualTo(handler().getMetadata().getGeneration());
            assertThat(List.of(status.getUpdatedNumberScheduled(), status.getNumberReady()))
                    .containsOnly(NAMESPACE.hostnames().size());
        });
    }

    @Test
    void noneAtAllIsRefused() {
        assertThatThrownBy(() -> CONFIG.merge("{\"infra\":{\"replicas\":0}}"))
                .hasMessageContaining("spec.infra.replicas: must be at least 1, is 0");
    }

    private static Deployment deployment(String name) {
        return NAMESPACE
                .client()
                .apps()
                .deployments()
                .inNamespace(SystemPods.NAMESPACE)
                .withName(name)
                .require();
    }

    private static int ready(String name) {
        return deployment(name).getStatus().getReadyReplicas();
    }

    private static DaemonSet handler() {
        return NAMESPACE
                .client()
                .apps()
                .daemonSets()
                .inNamespace(SystemPods.NAMESPACE)
                .withName("virt-handler")
                .require();
    }

    private static Map<String, String> selector() {
        return handler().getSpec().getTemplate().getSpec().getNodeSelector();
    }
}
