package dev.yadori.controller.migration;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.migration.MigrationObserved.Preparation;
import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.controller.vmi.Observation;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.controller.vmi.PodNeeds;
import dev.yadori.controller.vmi.pod.TargetPod;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.migrations.MigrationPolicy;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a migration depends on, and changes nothing. The guest is asked for at the API server each time, since what
 * follows is written on the version that was seen.
 */
final class MigrationObserver {

    private static final int KEPT = 5;

    private final Collaborators collaborators;
    private final KubernetesClient client;
    private final PodNeeds needs;
    private final Places places = new Places();

    MigrationObserver(Collaborators collaborators) {
        this.collaborators = collaborators;
        this.client = collaborators.client();
        this.needs = new PodNeeds(client);
    }

    /** What the caches hold: all migrations, and the node of the guest of each. */
    record Known(
            Supplier<? extends Collection<VirtualMachineInstanceMigration>> migrations,
            Function<VirtualMachineInstanceMigration, String> sourceNode,
            Optional<Pod> target) {}

    MigrationObserved observe(VirtualMachineInstanceMigration migration, Known known) {
        Observation<VirtualMachineInstance> guest = guest(migration);
        Observation<LauncherPodState> target = target(migration, guest, known.target());
        List<VirtualMachineInstanceMigration> siblings = known.migrations().get().stream()
                .filter(other -> isSibling(migration, other))
                .toList();
        Optional<VirtualMachineInstance> vmi = present(guest);
        boolean beginning = isBeginning(migration);
        Optional<String> rival = beginning ? rival(migration, siblings) : Optional.empty();
        boolean wanted = beginning && rival.isEmpty() && target instanceof Absent && isRunning(vmi);
        Turn turn = wanted
                ? places.turn(migration, known.migrations(), known.sourceNode(), rules().migrations())
                : new Turn.Begin();
        return new MigrationObserved(
                guest,
                target,
                turn,
                rival,
                beginning && vmi.filter(this::isOrphaned).isPresent(),
                handsOver(migration, target) ? vmi.map(found -> terms(migration, found)) : Optional.empty(),
                wanted ? preparation(turn, vmi.orElseThrow()) : Preparation.NONE,
                MigrationPlanner.isFinal(migration) ? surplus(siblings) : List.of());
    }

    private Preparation preparation(Turn turn, VirtualMachineInstance vmi) {
        return turn instanceof Turn.Begin ? new Preparation(needs.claims(vmi), Optional.empty()) : Preparation.NONE;
    }

    private static boolean isBeginning(VirtualMachineInstanceMigration migration) {
        return MigrationPlanner.phase(migration) == MigrationPhase.PENDING && !migration.isMarkedForDeletion();
    }

    private static boolean isRunning(Optional<VirtualMachineInstance> vmi) {
        return vmi.map(GuestView::new).filter(GuestView::isRunning).isPresent();
    }

    /** The place of one whose pod was refused is another's. */
    void giveBack(VirtualMachineInstanceMigration migration) {
        places.giveBack(migration);
    }

    /** Asks the API server for the target's pod. */
    Observation<LauncherPodState> askTarget(VirtualMachineInstanceMigration migration, VirtualMachineInstance vmi) {
        String name = TargetPod.name(migration, vmi.getMetadata().getName());
        try {
            Pod pod = client.pods()
                    .inNamespace(migration.getMetadata().getNamespace())
                    .withName(name)
                    .get();
            return pod != null && isTarget(pod, migration, vmi.getMetadata().getUid())
                    ? new Present<>(LauncherPodState.of(pod))
                    : new Absent<>("pod " + name + " does not exist");
        } catch (KubernetesClientException e) {
            return new Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    static String guestName(VirtualMachineInstanceMigration migration) {
        return Optional.ofNullable(migration.getSpec())
                .map(VirtualMachineInstanceMigrationSpec::vmiName)
                .orElse("");
    }

    private Observation<VirtualMachineInstance> guest(VirtualMachineInstanceMigration migration) {
        String name = guestName(migration);
        if (name.isEmpty()) {
            return new Absent<>("spec.vmiName is empty");
        }
        try {
            VirtualMachineInstance vmi = client.resources(VirtualMachineInstance.class)
                    .inNamespace(migration.getMetadata().getNamespace())
                    .withName(name)
                    .get();
            return vmi == null
                    ? new Absent<>("VirtualMachineInstance " + name + " does not exist")
                    : new Present<>(vmi);
        } catch (KubernetesClientException e) {
            return new Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    /** A cache that has not got the pod proves nothing. */
    private Observation<LauncherPodState> target(
            VirtualMachineInstanceMigration migration,
            Observation<VirtualMachineInstance> guest,
            Optional<Pod> cached) {
        return switch (guest) {
            case Present<VirtualMachineInstance>(VirtualMachineInstance vmi) ->
                cached.filter(pod -> isTarget(pod, migration, vmi.getMetadata().getUid()))
                        .<Observation<LauncherPodState>>map(pod -> new Present<>(LauncherPodState.of(pod)))
                        .orElseGet(() -> askTarget(migration, vmi));
            case Absent<VirtualMachineInstance>(String proof) -> new Absent<>(proof);
            case Unknown<VirtualMachineInstance>(String reason) -> new Unknown<>(reason);
        };
    }

    private static boolean isTarget(Pod pod, VirtualMachineInstanceMigration migration, String vmiUid) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null
                && migration.getMetadata().getUid().equals(labels.get(KubeVirtLabels.MIGRATION_JOB_UID))
                && pod.getMetadata().getOwnerReferences().stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .map(OwnerReference::getUid)
                        .anyMatch(vmiUid::equals);
    }

    private static boolean isSibling(VirtualMachineInstanceMigration one, VirtualMachineInstanceMigration other) {
        return guestName(one).equals(guestName(other))
                && one.getMetadata().getNamespace().equals(other.getMetadata().getNamespace());
    }

    private static Optional<String> rival(
            VirtualMachineInstanceMigration migration, List<VirtualMachineInstanceMigration> siblings) {
        return siblings.stream()
                .filter(other -> !other.getMetadata()
                                .getUid()
                                .equals(migration.getMetadata().getUid())
                        && !MigrationPlanner.isFinal(other)
                        && comesFirst(other, migration))
                .map(other -> other.getMetadata().getName())
                .findFirst();
    }

    /** One that has begun comes first; of those that have not, the older, unless it is being cancelled. */
    private static boolean comesFirst(VirtualMachineInstanceMigration other, VirtualMachineInstanceMigration than) {
        boolean begun = MigrationQueue.holdsPlace(MigrationPlanner.phase(other));
        return begun || (!other.isMarkedForDeletion() && BY_AGE.compare(other, than) < 0);
    }

    private static final Comparator<VirtualMachineInstanceMigration> BY_AGE = Comparator.comparing(
                    (VirtualMachineInstanceMigration migration) ->
                            String.valueOf(migration.getMetadata().getCreationTimestamp()))
            .thenComparing(migration -> migration.getMetadata().getUid());

    private static List<String> surplus(List<VirtualMachineInstanceMigration> siblings) {
        List<VirtualMachineInstanceMigration> ended = siblings.stream()
                .filter(MigrationPlanner::isFinal)
                .filter(sibling -> !sibling.isMarkedForDeletion())
                .sorted(BY_AGE)
                .toList();
        return ended.stream()
                .limit(Math.max(0, ended.size() - KEPT))
                .map(sibling -> sibling.getMetadata().getName())
                .toList();
    }

    private boolean isOrphaned(VirtualMachineInstance vmi) {
        return new GuestView(vmi)
                .unsettled()
                .filter(state -> client
                        .resources(VirtualMachineInstanceMigration.class)
                        .inNamespace(vmi.getMetadata().getNamespace())
                        .list()
                        .getItems()
                        .stream()
                        .noneMatch(known -> known.getMetadata().getUid().equals(state.migrationUid())))
                .isPresent();
    }

    private static boolean handsOver(VirtualMachineInstanceMigration migration, Observation<LauncherPodState> target) {
        MigrationPhase phase = MigrationPlanner.phase(migration);
        return (phase == MigrationPhase.SCHEDULING || phase == MigrationPhase.SCHEDULED)
                && target instanceof Present<LauncherPodState>(LauncherPodState pod)
                && pod.compute() instanceof Compute.Running;
    }

    private MigrationTerms terms(VirtualMachineInstanceMigration migration, VirtualMachineInstance vmi) {
        Namespace namespace =
                client.namespaces().withName(vmi.getMetadata().getNamespace()).get();
        return MigrationTerms.of(
                rules().migrations().terms(),
                client.resources(MigrationPolicy.class).list().getItems(),
                new MigrationTerms.Subject(
                        namespace == null
                                ? Map.of()
                                : orEmpty(namespace.getMetadata().getLabels()),
                        orEmpty(vmi.getMetadata().getLabels()),
                        orEmpty(migration.getMetadata().getAnnotations())));
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> given) {
        return given == null ? Map.of() : given;
    }

    private static <T> Optional<T> present(Observation<T> seen) {
        return seen instanceof Present<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    private ClusterConfig rules() {
        return collaborators.clusterConfig().get();
    }
}
