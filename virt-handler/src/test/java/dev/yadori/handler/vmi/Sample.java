package dev.yadori.handler.vmi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launch.LaunchFacts;
import dev.yadori.handler.launcher.GuestLink;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.Transfer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A guest on its way, as the tests need it. */
final class Sample {
    static final KubernetesSerialization JSON = new KubernetesSerialization();
    static final String NODE = "node-a";
    static final String VMI_UID = "11111111-2222-3333-4444-555555555555";
    static final String POD_UID = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
    static final Instant BEFORE = Instant.parse("2026-03-01T11:00:00Z");

    private Sample() {}

    static VirtualMachineInstance vmi(String phase) {
        return JSON.unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata:
                  name: tiny
                  namespace: guests
                  uid: %s
                  generation: 1
                  resourceVersion: "100"
                  labels: {kubevirt.io/nodeName: %s}
                spec:
                  domain:
                    cpu: {cores: 2}
                    memory: {guest: 128Mi}
                    devices:
                      disks:
                      - {name: root, disk: {bus: virtio}}
                      - {name: seed, disk: {bus: sata}}
                      interfaces: [{name: default, masquerade: {}}]
                  networks: [{name: default, pod: {}}]
                  volumes:
                  - {name: root, containerDisk: {image: "tiny:1"}}
                  - {name: seed, cloudInitNoCloud: {userData: "#cloud-config"}}
                status:
                  phase: %s
                  nodeName: %s
                  activePods: {%s: %s}
                  conditions:
                  - {type: Ready, status: "False", reason: GuestNotRunning, lastTransitionTime: "2026-03-01T11:00:00Z"}
                  - {type: PodScheduled, status: "True", lastTransitionTime: "2026-03-01T11:00:00Z"}
                  phaseTransitionTimestamps:
                  - {phase: Scheduled, phaseTransitionTimestamp: "2026-03-01T11:00:00Z"}
                """.formatted(VMI_UID, NODE, phase, NODE, POD_UID, NODE), VirtualMachineInstance.class);
    }

    /** The same, after part of a status has been written. */
    static VirtualMachineInstance written(VirtualMachineInstance vmi, Map<String, Object> status) {
        var tree = JSON.convertValue(vmi, ObjectNode.class);
        merge(tree.withObject("/status"), JSON.unmarshal(JSON.asJson(StatusPatch.merging(status)), ObjectNode.class));
        var version = Long.parseLong(vmi.getMetadata().getResourceVersion()) + 1;
        tree.withObject("/metadata").put("resourceVersion", String.valueOf(version));
        return JSON.convertValue(tree, VirtualMachineInstance.class);
    }

    /** As RFC 7386 has it. */
    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode nested) {
                merge(into.withObject("/" + field.getKey()), nested);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    /** The same with a number in its spec. */
    static VirtualMachineInstance withSpec(VirtualMachineInstance vmi, String field, int value) {
        var tree = JSON.convertValue(vmi, ObjectNode.class);
        tree.withObject("/spec").put(field, value);
        return JSON.convertValue(tree, VirtualMachineInstance.class);
    }

    static VirtualMachineInstance deleted(VirtualMachineInstance vmi) {
        var copy = JSON.clone(vmi);
        copy.getMetadata().setDeletionTimestamp("2026-03-01T11:59:00Z");
        return copy;
    }

    static VirtualMachineInstance onNode(VirtualMachineInstance vmi, String label) {
        var copy = JSON.clone(vmi);
        copy.getMetadata().setLabels(Map.of(KubeVirtLabels.NODE_NAME, label));
        return copy;
    }

    static PodFacts readyPod() {
        return new PodFacts(
                POD_UID, false, Optional.of(new PodFacts.Readiness(true, "", "")), Optional.empty(), Set.of());
    }

    static PodFacts exitedPod(int code) {
        return new PodFacts(
                POD_UID,
                false,
                Optional.of(new PodFacts.Readiness(false, "PodCompleted", "")),
                Optional.of(new PodFacts.Exit(code, code == 0 ? "Completed" : "Error")),
                Set.of());
    }

    static GuestReport report(GuestState state) {
        return new GuestReport(
                state,
                BEFORE,
                "",
                true,
                "pc-q35-9.2",
                false,
                Optional.empty(),
                Optional.empty(),
                Transfer.NONE,
                Optional.empty());
    }

    static List<GuestLink> links() {
        return List.of(link("10.244.0.7", "fd00::7"));
    }

    static GuestLink link(String... addresses) {
        return new GuestLink(
                "default",
                "eth0",
                List.of(addresses),
                1,
                new GuestLink.Joint.Tap(new LaunchFacts.Link("tap0", "02:11:22:33:44:55", 1450, null, null)));
    }

    /** A launcher that answers so. */
    static LauncherView says(GuestReport report, Attempt attempt) {
        return new LauncherView(
                new Contact.Made(Optional.of(report)),
                report.state() instanceof GuestState.Stopped ? Optional.of(report) : Optional.empty(),
                attempt,
                Optional.empty(),
                Optional.empty());
    }

    /** The same, whose pod this process has plumbed. */
    static LauncherView plumbed(LauncherView view) {
        return new LauncherView(
                view.contact(),
                view.ended(),
                new Attempt.Done(),
                Optional.of(new Findings(links(), Map.of())),
                view.cards());
    }

    static LauncherView says(GuestState state) {
        return says(report(state), new Attempt.None());
    }

    static LauncherView silentSince(Instant since) {
        return new LauncherView(
                new Contact.Seeking(since, "connection refused"),
                Optional.empty(),
                new Attempt.None(),
                Optional.empty(),
                Optional.empty());
    }

    static VmiObserved seen(VirtualMachineInstance vmi, LauncherView launcher) {
        return new VmiObserved(vmi, Optional.of(readyPod()), launcher);
    }
}
