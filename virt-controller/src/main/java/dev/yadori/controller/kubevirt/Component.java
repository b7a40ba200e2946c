package dev.yadori.controller.kubevirt;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of the system as the cluster runs it.
 *
 * @param resource in the plural, as in the API
 * @param generation of its object
 * @param image of its container, empty if it has none
 * @param wanted how many of it there shall be
 * @param ready how many of these are ready and of the newest generation
 */
record Component(String name, String resource, String namespace, long generation, String image, int wanted, int ready) {

    static final String LABEL = "kubevirt.io";

    static Component of(Deployment deployment) {
        var status = Optional.ofNullable(deployment.getStatus());
        boolean current = status.map(found -> found.getObservedGeneration())
                .filter(seen -> seen >= deployment.getMetadata().getGeneration())
                .isPresent();
        int ready = status.map(found -> Math.min(number(found.getReadyReplicas()), number(found.getUpdatedReplicas())))
                .orElse(0);
        return new Component(
                label(deployment),
                "deployments",
                deployment.getMetadata().getNamespace(),
                deployment.getMetadata().getGeneration(),
                deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage(),
                Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1),
                current ? ready : 0);
    }

    static Component of(DaemonSet daemonSet) {
        var status = Optional.ofNullable(daemonSet.getStatus());
        boolean current = status.map(found -> found.getObservedGeneration())
                .filter(seen -> seen >= daemonSet.getMetadata().getGeneration())
                .isPresent();
        int ready = status.map(
                        found -> Math.min(number(found.getNumberReady()), number(found.getUpdatedNumberScheduled())))
                .orElse(0);
        return new Component(
                label(daemonSet),
                "daemonsets",
                daemonSet.getMetadata().getNamespace(),
                daemonSet.getMetadata().getGeneration(),
                daemonSet
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage(),
                // Until its controller has looked at it, nobody knows for how many nodes it is.
                current
                        ? status.map(found -> number(found.getDesiredNumberScheduled()))
                                .orElse(1)
                        : 1,
                current ? ready : 0);
    }

    boolean isReady() {
        return ready >= wanted;
    }

    /** What is missing of it, as a part of a sentence. */
    String shortfall() {
        return name + " " + ready + " of " + wanted;
    }

    private static String label(HasMetadata object) {
        return object.getMetadata()
                .getLabels()
                .getOrDefault(LABEL, object.getMetadata().getName());
    }

    private static int number(@Nullable Integer given) {
        return given == null ? 0 : given;
    }
}
