package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.LocalCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;

/** The image of the launchers that new guests get: what a release names, and what the nodes of the local cluster have. */
record LauncherImage(ClusterNamespace cluster) {
    private static final String CONTROLLER = "virt-controller";
    private static final String VARIABLE = "LAUNCHER_IMAGE";
    private static final Duration ROLLOUT = Duration.ofMinutes(5);

    String get() {
        return of(controller().require().getSpec().getTemplate().getSpec());
    }

    /** As an upgrade does it, and waits until nobody knows another one. */
    void set(String image) {
        controller().patch(PatchContext.of(PatchType.STRATEGIC_MERGE), """
                        {"spec": {"template": {"spec": {"containers": [
                          {"name": "%s", "env": [{"name": "%s", "value": "%s"}]}]}}}}
                        """.formatted(CONTROLLER, VARIABLE, image));
        var system = new SystemPods(cluster);
        Guests.holds("the controllers know " + image, ROLLOUT, () -> {
            assertThat(system.pods(CONTROLLER)).extracting(Pod::getSpec).allMatch(spec -> image.equals(of(spec)));
            assertThat(system.allReady(CONTROLLER)).isTrue();
        });
    }

    /** The same files as another image, of another digest, on all nodes: its layers are not compressed. */
    void copy(String image, String name) {
        LocalCluster.images(cluster.hostnames(), "convert", "--uncompress", image, name);
    }

    void forget(String name) {
        LocalCluster.images(cluster.hostnames(), "rm", name);
    }

    private RollableScalableResource<Deployment> controller() {
        return cluster.client()
                .apps()
                .deployments()
                .inNamespace(SystemPods.NAMESPACE)
                .withName(CONTROLLER);
    }

    private static String of(PodSpec spec) {
        return spec.getContainers().stream()
                .filter(container -> container.getName().equals(CONTROLLER))
                .map(Container::getEnv)
                .flatMap(variables -> variables.stream())
                .filter(variable -> variable.getName().equals(VARIABLE))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }
}
