package dev.yadori.crds.config;

import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.KubeVirtSpec.ComponentConfig;
import dev.yadori.crds.v1.KubeVirtSpec.NodePlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a KubeVirt object says of the places and the number of the components.
 *
 * @param replicas of each Deployment; empty: as its manifest has it
 * @param infra where virt-api and virt-controller run, beside what their manifests say
 * @param workloads where virt-handler runs, and with it guests
 */
public record PlacementSettings(Optional<Integer> replicas, NodePlacement infra, NodePlacement workloads) {

    private static final NodePlacement ANYWHERE = new NodePlacement(Map.of(), null, List.of());

    /** Settings, and those that cannot be followed. */
    public record Reading(PlacementSettings settings, List<ConfigViolation> violations) {
        public Reading {
            violations = List.copyOf(violations);
        }
    }

    /** A placement of which a part cannot be followed is not followed at all: half of it may be a place that nobody meant. */
    public static Reading from(KubeVirtSpec spec) {
        var violations = new ArrayList<ConfigViolation>();
        var settings = new PlacementSettings(
                replicas(spec, violations),
                placement("spec.infra.nodePlacement", spec.infra(), violations),
                placement("spec.workloads.nodePlacement", spec.workloads(), violations));
        return new Reading(settings, violations);
    }

    /** None would be nobody left to read the next change. */
    private static Optional<Integer> replicas(KubeVirtSpec spec, List<ConfigViolation> violations) {
        Optional<Integer> given = Optional.ofNullable(spec.infra()).map(ComponentConfig::replicas);
        if (given.filter(number -> number < 1).isPresent()) {
            violations.add(new ConfigViolation("spec.infra.replicas", "must be at least 1, is " + given.get()));
            return Optional.empty();
        }
        return given;
    }

    private static NodePlacement placement(
            String field, @Nullable ComponentConfig config, List<ConfigViolation> violations) {
        Optional<NodePlacement> given = Optional.ofNullable(config).map(ComponentConfig::nodePlacement);
        if (given.isEmpty()) {
            return ANYWHERE;
        }
        var found = new PlacementReading(field).check(given.get());
        violations.addAll(found);
        return found.isEmpty() ? given.get() : ANYWHERE;
    }
}
