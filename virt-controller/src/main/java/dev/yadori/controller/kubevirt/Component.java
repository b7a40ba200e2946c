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
 * @param rollout how far it is on the way to the newest generation
 */
record Component(
        String name,
        String resource,
        String namespace,
        long generation,
        String image,
        int wanted,
        int ready,
        Rollout rollout) {

    /**
     * A change of a component that goes on, or not.
     *
     * @param serving how many are ready meanwhile, of whichever generation
     */
    record Rollout(boolean goesOn, int serving) {}

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
                current ? ready : 0,
                rollout(deployment, current));
    }

    /** One that its controller has given up does not go on: then what is missing is missing. */
    private static Rollout rollout(Deployment deployment, boolean current) {
        var status = Optional.ofNullable(deployment.getStatus());
        int wanted = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
        boolean partly = status.map(found -> number(found.getUpdatedReplicas())).orElse(0) < wanted;
        var progress = status.stream()
                .flatMap(found -> found.getConditions().stream())
                .filter(condition -> "Progressing".equals(condition.getType()))
                .findFirst();
        boolean begun = progress.filter(condition -> "ReplicaSetUpdated".equals(condition.getReason()))
                .isPresent();
        boolean stuck = current
                && progress.filter(condition -> "False".equals(condition.getStatus()))
                        .isPresent();
        return new Rollout(
                !stuck && (!current || partly || begun),
                status.map(found -> number(found.getReadyReplicas())).orElse(0));
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
                current ? ready : 0,
                new Rollout(
                        !current
                                || status.map(found -> number(found.getUpdatedNumberScheduled())
                                                < number(found.getDesiredNumberScheduled()))
                                        .orElse(false),
                        status.map(found -> number(found.getNumberReady())).orElse(0)));
    }

    boolean isReady() {
        return ready >= wanted;
    }

    boolean rolls() {
        return rollout.goesOn();
    }

    /** Whether it does its work, be it in part by those that others shall replace. */
    boolean serves() {
        return isReady() || (rollout.goesOn() && rollout.serving() > 0);
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
