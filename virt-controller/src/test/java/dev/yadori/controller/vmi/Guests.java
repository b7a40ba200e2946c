package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Objects, pods and statuses as the tables of planner tests want them. */
final class Guests {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final String UID = "5c1b7a2e-7a39-4c0b-9a55-7a8e3b9f0c11";

    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private Guests() {}

    /** An object that nobody has looked at. */
    static VirtualMachineInstance guest() {
        return JSON.unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata:
                  name: web
                  namespace: shop
                  uid: %s
                  resourceVersion: "7"
                  creationTimestamp: "2026-01-01T11:59:58Z"
                spec:
                  domain: {memory: {guest: 64Mi}, devices: {}}
                """.formatted(UID), VirtualMachineInstance.class);
    }

    /** An object in a phase since a while, with conditions. */
    static VirtualMachineInstance guest(VirtualMachineInstancePhase phase, Condition... conditions) {
        return with(
                guest(),
                new StatusChange(Map.of(
                        "phase",
                        phase,
                        "phaseTransitionTimestamps",
                        List.of(new VirtualMachineInstanceStatus.PhaseTransition(phase, NOW.minusSeconds(60))),
                        "conditions",
                        List.of(conditions))));
    }

    static Condition condition(String type, String status, String reason, Instant since) {
        return new Condition(type, status, reason, "because", null, since);
    }

    /** The object with the status that the change leaves. */
    static VirtualMachineInstance with(VirtualMachineInstance vmi, StatusChange change) {
        var fields = new LinkedHashMap<String, Object>();
        if (vmi.getStatus() != null) {
            Map<?, ?> known = JSON.convertValue(vmi.getStatus(), Map.class);
            known.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        fields.putAll(change.fields());
        return vmi.withStatus(JSON.unmarshal(JSON.asJson(fields), VirtualMachineInstanceStatus.class));
    }

    /** The object with no time to end in. */
    static VirtualMachineInstance withoutGrace(VirtualMachineInstance vmi) {
        String hurried = JSON.asJson(vmi.getSpec()).replaceFirst("\\{", "{\"terminationGracePeriodSeconds\":0,");
        return vmi.withSpec(JSON.unmarshal(hurried, VirtualMachineInstanceSpec.class));
    }

    static VirtualMachineInstanceStatus status(VirtualMachineInstance vmi) {
        return Objects.requireNonNull(vmi.getStatus());
    }

    /** A pod that is bound and whose readiness gate is set. */
    static LauncherPodState pod(Compute compute) {
        return new LauncherPodState(
                "virt-launcher-web-x",
                "pod-uid",
                Optional.of("node1"),
                "launcher:v1",
                Optional.of("Burstable"),
                60,
                Optional.empty(),
                Optional.of(new LauncherPodState.Scheduled(true, "", "", Optional.of(NOW.minusSeconds(1)))),
                compute,
                Optional.of(true),
                Optional.of("node1"),
                Optional.of(105906176L));
    }

    static LauncherPodState deleting(LauncherPodState pod, Instant deadline) {
        return new LauncherPodState(
                pod.name(),
                pod.uid(),
                pod.nodeName(),
                pod.image(),
                pod.qosClass(),
                pod.graceSeconds(),
                Optional.of(deadline),
                pod.scheduled(),
                pod.compute(),
                pod.unpaused(),
                pod.nodeLabel(),
                pod.overheadBytes());
    }

    static LauncherPodState placed(LauncherPodState pod) {
        return new LauncherPodState(
                pod.name(),
                pod.uid(),
                Optional.of("node1"),
                pod.image(),
                pod.qosClass(),
                pod.graceSeconds(),
                pod.deletionDeadline(),
                pod.scheduled(),
                pod.compute(),
                pod.unpaused(),
                pod.nodeLabel(),
                pod.overheadBytes());
    }

    /** A pod that was just made. */
    static LauncherPodState newPod() {
        return new LauncherPodState(
                "virt-launcher-web-x",
                "pod-uid",
                Optional.empty(),
                "launcher:v1",
                Optional.of("Burstable"),
                60,
                Optional.empty(),
                Optional.empty(),
                new Compute.Waiting("", ""),
                Optional.empty(),
                Optional.empty(),
                Optional.of(105906176L));
    }

    static VmiObserved seen(Observation<LauncherPodState> pod) {
        return new VmiObserved(
                pod,
                List.of(),
                new Claims.Ready(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false);
    }
}
