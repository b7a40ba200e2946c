package dev.yadori.controller.migration;

import dev.yadori.controller.migration.MigrationObserved.Preparation;
import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.controller.vmi.LauncherPodState.Scheduled;
import dev.yadori.controller.vmi.Observation;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.crds.config.MigrationRules;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Migrations, guests and pods as the tables of planner tests want them. */
final class Moves {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final String UID = "11111111-0000-4000-8000-000000000001";
    static final String TARGET = "virt-launcher-web-target";
    static final String SOURCE = "virt-launcher-web-source";
    static final Absent<LauncherPodState> NO_POD = new Absent<>("pod does not exist");

    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private Moves() {}

    /** A migration that was in these phases, the last of which it is in since a minute; each with its time. */
    static VirtualMachineInstanceMigration migration(MigrationPhase phase, String... metadata) {
        String yaml = """
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstanceMigration
                metadata:
                  name: move
                  namespace: shop
                  uid: %s
                  resourceVersion: "3"
                  creationTimestamp: "2026-01-01T11:00:00Z"
                  finalizers: [kubevirt.io/migrationJobFinalize]
                %s
                spec: {vmiName: web}
                status:
                  phase: %s
                  phaseTransitionTimestamps:
                  - {phase: Scheduling, phaseTransitionTimestamp: "2026-01-01T11:59:00Z"}
                  - {phase: PreparingTarget, phaseTransitionTimestamp: "2026-01-01T11:59:30Z"}
                """.formatted(UID, String.join("\n", metadata).indent(2), phase.wire());
        return JSON.unmarshal(yaml, VirtualMachineInstanceMigration.class);
    }

    static VirtualMachineInstanceMigration cancelled(MigrationPhase phase) {
        return migration(phase, "deletionTimestamp: \"2026-01-01T11:59:59Z\"", "deletionGracePeriodSeconds: 0");
    }

    static final String MOVABLE = "{type: LiveMigratable, status: \"True\"}";

    /** A guest on node1, with what of the status is said beside phase and node. */
    static VirtualMachineInstance guest(String phase, String... status) {
        return guestOn("node1", phase, status);
    }

    static VirtualMachineInstance guestOn(String node, String phase, String... status) {
        String yaml =
                """
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata:
                  name: web
                  namespace: shop
                  uid: 22222222-0000-4000-8000-000000000002
                  resourceVersion: "7"
                  labels: {kubevirt.io/nodeName: node1}
                spec:
                  domain: {memory: {guest: 64Mi}, devices: {}}
                status:
                  phase: %s
                  nodeName: %s
                  conditions: [%s]
                %s
                """.formatted(phase, node, MOVABLE, String.join("\n", status).indent(2));
        return JSON.unmarshal(yaml, VirtualMachineInstance.class);
    }

    static VirtualMachineInstance immovable() {
        VirtualMachineInstance vmi = guest("Running");
        String json = JSON.asJson(vmi)
                .replace(
                        "\"status\":\"True\"",
                        "\"status\":\"False\",\"reason\":\"DisksNotLiveMigratable\",\"message\":\"root is local\"");
        return JSON.unmarshal(json, VirtualMachineInstance.class);
    }

    /** The state of this migration, with what else is in it. */
    static String state(String more) {
        return stateOf(UID, more);
    }

    static String stateOf(String uid, String more) {
        return "migrationState: {migrationUid: %s, sourceNode: node1, sourcePod: %s, targetNode: node2, targetPod: %s%s}"
                .formatted(uid, SOURCE, TARGET, more.isEmpty() ? "" : ", " + more);
    }

    static LauncherPodState target(Compute compute) {
        return target(compute, Optional.of("node2"), Optional.empty());
    }

    static LauncherPodState target(Compute compute, Optional<String> node, Optional<Instant> deletion) {
        return new LauncherPodState(
                TARGET,
                "target-uid",
                node,
                "launcher:v1",
                Optional.of("Burstable"),
                60,
                deletion,
                Optional.of(new Scheduled(
                        node.isPresent(), node.isPresent() ? "" : "Unschedulable", "0/2", Optional.of(NOW))),
                compute,
                Optional.empty(),
                Optional.empty(),
                Optional.of(1024L));
    }

    static MigrationObserved seen(VirtualMachineInstance guest, Observation<LauncherPodState> target) {
        return seen(new Present<>(guest), target);
    }

    static MigrationObserved seen(Observation<VirtualMachineInstance> guest, Observation<LauncherPodState> target) {
        return new MigrationObserved(
                guest,
                target,
                new Turn.Begin(),
                Optional.empty(),
                false,
                Optional.of(new MigrationTerms(Optional.of("policy"), MigrationRules.DEFAULT.terms())),
                Preparation.NONE,
                List.of());
    }
}
