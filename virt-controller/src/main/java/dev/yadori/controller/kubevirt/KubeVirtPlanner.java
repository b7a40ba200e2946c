package dev.yadori.controller.kubevirt;

import dev.yadori.controller.status.Conditions;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.config.ConfigViolation;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtConfiguration;
import dev.yadori.crds.v1.KubeVirtConfiguration.ArchitectureConfiguration;
import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.KubeVirtStatus;
import dev.yadori.crds.v1.KubeVirtStatus.ObjectGeneration;
import dev.yadori.crds.v1.KubeVirtStatus.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of the KubeVirt object, from what runs of the system and from what the object asks for. */
final class KubeVirtPlanner {

    private static final Set<String> PARTS = Set.of("virt-api", "virt-controller", "virt-handler");
    private static final String IN_PROGRESS = "DeploymentInProgress";
    private static final String ALL_READY = "AllComponentsReady";
    private static final String SYNCHRONIZED = "Synchronized";
    private static final KubeVirtStatus NOTHING = onlyConditions(List.of());

    private final KubeVirt object;
    private final KubeVirtSpec spec;
    private final KubeVirtStatus known;
    private final Release release;
    private final Seen seen;

    /**
     * What there is of the system.
     *
     * @param outdated guests that run in an older launcher than new ones get
     * @param refused what the API server said to the number and the places that the object asks for
     */
    record Seen(List<Component> components, int outdated, List<String> refused) {}

    private KubeVirtPlanner(KubeVirt object, Seen seen, Release release) {
        this.object = object;
        this.spec = Objects.requireNonNullElseGet(object.getSpec(), KubeVirtSpec::empty);
        this.known = Objects.requireNonNullElse(object.getStatus(), NOTHING);
        this.release = release;
        this.seen = seen;
    }

    /** The status of the object that counts. */
    static KubeVirtStatus plan(KubeVirt object, Seen seen, Release release, Instant now) {
        return new KubeVirtPlanner(object, seen, release).status(now);
    }

    /** The status of an object beside the one that counts: nothing but that it does not. */
    static KubeVirtStatus planIgnored(KubeVirt object, KubeVirt counting, Instant now) {
        var former = Optional.ofNullable(object.getStatus())
                .map(KubeVirtStatus::conditions)
                .orElse(List.of());
        var message = "the older object %s/%s configures this cluster"
                .formatted(
                        counting.getMetadata().getNamespace(),
                        counting.getMetadata().getName());
        return onlyConditions(new Conditions(former, now)
                .with(SYNCHRONIZED, "False", "AnotherObjectCounts", message).find(SYNCHRONIZED).stream()
                        .toList());
    }

    private static KubeVirtStatus onlyConditions(List<Condition> conditions) {
        return new KubeVirtStatus(
                null,
                conditions,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of());
    }

    private KubeVirtStatus status(Instant now) {
        Optional<String> missing = missing();
        var phase = phase(missing.isEmpty());
        var version = phase == Phase.DEPLOYED ? release.version() : known.observedKubeVirtVersion();
        var registry = registry();
        return new KubeVirtStatus(
                phase,
                conditions(new Conditions(known.conditions(), now), missing).all(),
                release.version(),
                registry,
                release.version(),
                null,
                null,
                phase == Phase.DEPLOYED ? registry : known.observedKubeVirtRegistry(),
                version,
                null,
                null,
                seen.outdated(),
                object.getMetadata().getGeneration(),
                architecture(),
                generations(),
                known.synchronizationAddresses());
    }

    /** A system that was deployed stays so while a part of it restarts; another version is deployed anew. */
    private Phase phase(boolean allReady) {
        if (object.isMarkedForDeletion()) {
            return Phase.DELETING;
        }
        boolean before = known.phase() == Phase.DEPLOYED && release.version().equals(known.observedKubeVirtVersion());
        return allReady || before ? Phase.DEPLOYED : Phase.DEPLOYING;
    }

    private Conditions conditions(Conditions former, Optional<String> missing) {
        var created = absent().isEmpty()
                ? former.with("Created", "True", "AllResourcesCreated", "All resources were created.")
                : former.with("Created", "False", "ResourcesMissing", "Missing: " + String.join(", ", absent()));
        var synced = synchronization(created);
        if (missing.isEmpty()) {
            return synced.with("Available", "True", ALL_READY, "All components are ready.")
                    .with("Progressing", "False", ALL_READY, "All components are ready.")
                    .with("Degraded", "False", ALL_READY, "All components are ready.");
        }
        boolean deployed = phase(false) == Phase.DEPLOYED;
        boolean serves =
                deployed && absent().isEmpty() && seen.components().stream().allMatch(Component::serves);
        boolean rolls = !deployed || seen.components().stream().anyMatch(Component::rolls);
        var reason = !deployed ? IN_PROGRESS : serves ? "UpdateInProgress" : "ComponentsNotReady";
        return synced.with("Available", bool(serves), reason, missing.get())
                .with("Progressing", bool(rolls), reason, missing.get())
                .with("Degraded", bool(deployed && !serves), reason, missing.get());
    }

    private static String bool(boolean value) {
        return value ? "True" : "False";
    }

    private Conditions synchronization(Conditions conditions) {
        var violations = ClusterConfig.from(spec).violations();
        if (violations.isEmpty() && !seen.refused().isEmpty()) {
            return conditions.with(SYNCHRONIZED, "False", "PlacementRefused", String.join("; ", seen.refused()));
        }
        return violations.isEmpty()
                ? conditions.with(SYNCHRONIZED, "True", "ConfigurationInForce", "The configuration is in force.")
                : conditions.with(
                        SYNCHRONIZED,
                        "False",
                        "InvalidConfiguration",
                        violations.stream().map(ConfigViolation::toString).collect(Collectors.joining("; "))
                                + "; defaults are used instead");
    }

    /** What is not ready, as a sentence. */
    private Optional<String> missing() {
        var parts = seen.components().stream()
                .filter(component -> !component.isReady())
                .map(Component::shortfall)
                .collect(Collectors.toCollection(TreeSet::new));
        absent().forEach(name -> parts.add(name + " not created"));
        return parts.isEmpty() ? Optional.empty() : Optional.of("Ready so far: " + String.join(", ", parts));
    }

    private Set<String> absent() {
        var absent = new TreeSet<>(PARTS);
        seen.components().forEach(component -> absent.remove(component.name()));
        return absent;
    }

    private @Nullable String registry() {
        return seen.components().stream()
                .filter(component -> component.name().equals("virt-controller"))
                .map(Component::image)
                .filter(image -> image.contains("/"))
                .map(image -> image.substring(0, image.lastIndexOf('/')))
                .findFirst()
                .orElse(known.targetKubeVirtRegistry());
    }

    private String architecture() {
        return Optional.ofNullable(spec.configuration())
                .map(KubeVirtConfiguration::architectureConfiguration)
                .map(ArchitectureConfiguration::defaultArchitecture)
                .orElse(release.architecture());
    }

    private List<ObjectGeneration> generations() {
        return seen.components().stream()
                .map(component -> new ObjectGeneration(
                        "apps",
                        component.resource(),
                        component.namespace(),
                        component.name(),
                        component.generation(),
                        null))
                .sorted((first, second) -> Objects.toString(first.name()).compareTo(Objects.toString(second.name())))
                .toList();
    }
}
