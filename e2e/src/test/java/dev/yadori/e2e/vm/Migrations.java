package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Migrations of a test's guests, and what tests ask and await of them. */
record Migrations(Guests guests) {
    /** Of a guest and of what it takes to move it on a busy machine. */
    static final Duration WHOLE = Duration.ofMinutes(4);

    private static final String VERSION = "kubevirt.io/v1";
    private static final String KIND = "VirtualMachineInstanceMigration";
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    void create(String name, String guest) {
        create(name, guest, Map.of(), Map.of());
    }

    /** A migration that may only go to nodes with these labels. */
    void create(String name, String guest, Map<String, String> nodeLabels, Map<String, String> annotations) {
        var migration = new GenericKubernetesResource();
        migration.setApiVersion(VERSION);
        migration.setKind(KIND);
        migration.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withAnnotations(annotations)
                .build());
        migration.setAdditionalProperty(
                "spec", new HashMap<>(Map.of("vmiName", guest, "addedNodeSelector", nodeLabels)));
        guests.namespace().create(migration);
    }

    /** For guests of the test's namespace with this label: so slow that something can be done meanwhile. */
    GenericKubernetesResource slowly(String label, String bandwidth) {
        var policy = new GenericKubernetesResource();
        policy.setApiVersion("migrations.kubevirt.io/v1alpha1");
        policy.setKind("MigrationPolicy");
        policy.setMetadata(
                new ObjectMetaBuilder().withName(guests.namespace().name()).build());
        policy.setAdditionalProperty(
                "spec",
                new HashMap<>(Map.of(
                        "bandwidthPerMigration",
                        bandwidth,
                        "selectors",
                        Map.of(
                                "virtualMachineInstanceSelector",
                                Map.of(label, guests.namespace().name())))));
        return policy;
    }

    Resource<GenericKubernetesResource> of(String name) {
        return guests.namespace()
                .client()
                .genericKubernetesResources(VERSION, KIND)
                .inNamespace(guests.namespace().name())
                .withName(name);
    }

    List<GenericKubernetesResource> all(String guest) {
        return guests
                .namespace()
                .client()
                .genericKubernetesResources(VERSION, KIND)
                .inNamespace(guests.namespace().name())
                .list()
                .getItems()
                .stream()
                .filter(one -> guest.equals(one.get("spec", "vmiName")))
                .toList();
    }

    /** None where there is no such migration. */
    String phase(String name) {
        return Optional.ofNullable(of(name).get()).map(Migrations::phase).orElse("none");
    }

    static String phase(GenericKubernetesResource migration) {
        return Optional.ofNullable(migration.get("status", "phase"))
                .map(Object::toString)
                .orElse("Pending");
    }

    static boolean hasEnded(GenericKubernetesResource migration) {
        return ENDED.contains(phase(migration));
    }

    /** What a guest shows of its last migration. */
    Map<?, ?> state(String guest) {
        return guests.status(guest, "migrationState")
                .map(state -> (Map<?, ?>) state)
                .orElse(Map.of());
    }

    /** Waits for a phase; a migration that has failed meanwhile says so at once. */
    void awaitPhase(String name, String... oneOf) {
        Guests.holds(name + " is " + String.join(" or ", oneOf), WHOLE, () -> {
            var migration = of(name).require();
            var phase = phase(migration);
            if ("Failed".equals(phase) && !Set.of(oneOf).contains(phase)) {
                throw new IllegalStateException(name + " has failed: " + migration.get("status"));
            }
            assertThat(phase).isIn((Object[]) oneOf);
        });
    }

    /** Waits until there is no such migration. */
    void awaitGone(String name) {
        Guests.holds(name + " is gone", WHOLE, () -> assertThat(of(name).get()).isNull());
    }

    /** Moves a guest to another node, and waits until all of it is over. */
    void move(String name, String guest) {
        create(name, guest);
        awaitPhase(name, "Succeeded");
        awaitOnePod(guest);
    }

    /** The pods of a guest that have neither ended nor are told to. */
    List<Pod> living(String guest) {
        return guests.pods(guest).stream()
                .filter(pod -> !ENDED.contains(pod.getStatus().getPhase())
                        && pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** The one pod that lives, when there is but one. */
    Pod awaitOnePod(String guest) {
        Guests.holds(
                "one pod of " + guest + " is left",
                WHOLE,
                () -> assertThat(living(guest)).hasSize(1));
        return living(guest).getFirst();
    }
}
