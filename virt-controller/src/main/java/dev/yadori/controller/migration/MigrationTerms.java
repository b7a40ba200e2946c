package dev.yadori.controller.migration;

import dev.yadori.crds.migrations.MigrationAnnotations;
import dev.yadori.crds.migrations.MigrationPolicy;
import dev.yadori.crds.migrations.MigrationPolicySpec;
import dev.yadori.crds.migrations.MigrationPolicySpec.Selectors;
import dev.yadori.crds.v1.MigrationConfiguration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The terms of one migration: the cluster's, the best policy's over them, and over both what the migration says itself.
 *
 * @param policy name of the policy that applies
 */
public record MigrationTerms(Optional<String> policy, MigrationConfiguration configuration) {

    /** Whom terms are for. */
    public record Subject(
            Map<String, String> namespaceLabels, Map<String, String> guestLabels, Map<String, String> annotations) {}

    public static MigrationTerms of(
            MigrationConfiguration cluster, Collection<MigrationPolicy> policies, Subject subject) {
        Optional<MigrationPolicy> best = policies.stream()
                .filter(policy -> fits(policy, subject))
                .min(Comparator.comparingInt(MigrationTerms::labels)
                        .thenComparingInt(MigrationTerms::guestLabels)
                        .reversed()
                        .thenComparing(policy -> policy.getMetadata().getName()));
        MigrationConfiguration terms = best.map(MigrationPolicy::getSpec)
                .map(spec -> with(cluster, spec))
                .orElse(cluster);
        return new MigrationTerms(
                best.map(policy -> policy.getMetadata().getName()), stated(terms, subject.annotations()));
    }

    private static boolean fits(MigrationPolicy policy, Subject subject) {
        Selectors selectors = selectors(policy);
        return labels(policy) > 0
                && contains(subject.namespaceLabels(), selectors.namespaceSelector())
                && contains(subject.guestLabels(), selectors.virtualMachineInstanceSelector());
    }

    private static boolean contains(Map<String, String> labels, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(entry -> Objects.equals(entry.getValue(), labels.get(entry.getKey())));
    }

    private static int labels(MigrationPolicy policy) {
        return selectors(policy).namespaceSelector().size() + guestLabels(policy);
    }

    private static int guestLabels(MigrationPolicy policy) {
        return selectors(policy).virtualMachineInstanceSelector().size();
    }

    private static Selectors selectors(MigrationPolicy policy) {
        return Optional.ofNullable(policy.getSpec())
                .map(MigrationPolicySpec::selectors)
                .orElseGet(() -> new Selectors(Map.of(), Map.of()));
    }

    private static MigrationConfiguration with(MigrationConfiguration cluster, MigrationPolicySpec policy) {
        // As in the cluster's configuration: who allows post-copy allows what it does to a guest.
        Boolean disruption = first(
                policy.allowWorkloadDisruption(),
                Boolean.TRUE.equals(policy.allowPostCopy()) ? Boolean.TRUE : cluster.allowWorkloadDisruption());
        // A time for each GiB that a policy states is not to be overruled by a deadline that it does not.
        Long deadline = policy.completionTimeout() == null && policy.completionTimeoutPerGiB() != null
                ? null
                : first(policy.completionTimeout(), cluster.completionTimeout());
        return new MigrationConfiguration(
                cluster.parallelOutboundMigrationsPerNode(),
                cluster.parallelMigrationsPerCluster(),
                first(policy.bandwidthPerMigration(), cluster.bandwidthPerMigration()),
                first(policy.completionTimeoutPerGiB(), cluster.completionTimeoutPerGiB()),
                deadline,
                cluster.progressTimeout(),
                cluster.utilityVolumesTimeout(),
                first(policy.maxDowntimeMs(), cluster.maxDowntimeMs()),
                first(policy.allowAutoConverge(), cluster.allowAutoConverge()),
                first(policy.allowPostCopy(), cluster.allowPostCopy()),
                disruption,
                cluster.unsafeMigrationOverride(),
                cluster.disableTLS(),
                cluster.network(),
                cluster.nodeDrainTaintKey(),
                cluster.matchSELinuxLevelOnMigration());
    }

    private static MigrationConfiguration stated(MigrationConfiguration terms, Map<String, String> annotations) {
        return new MigrationConfiguration(
                terms.parallelOutboundMigrationsPerNode(),
                terms.parallelMigrationsPerCluster(),
                terms.bandwidthPerMigration(),
                terms.completionTimeoutPerGiB(),
                number(annotations, MigrationAnnotations.COMPLETION_TIMEOUT_SECONDS)
                        .orElse(terms.completionTimeout()),
                terms.progressTimeout(),
                terms.utilityVolumesTimeout(),
                number(annotations, MigrationAnnotations.MAX_DOWNTIME_MS).orElse(terms.maxDowntimeMs()),
                terms.allowAutoConverge(),
                terms.allowPostCopy(),
                terms.allowWorkloadDisruption(),
                terms.unsafeMigrationOverride(),
                terms.disableTLS(),
                terms.network(),
                terms.nodeDrainTaintKey(),
                terms.matchSELinuxLevelOnMigration());
    }

    private static <T> @Nullable T first(@Nullable T given, @Nullable T otherwise) {
        return given == null ? otherwise : given;
    }

    /** Admission refuses what is no number; what came past it has no effect. */
    private static Optional<Long> number(Map<String, String> annotations, String key) {
        return Stream.ofNullable(annotations.get(key))
                .filter(text -> text.matches("[1-9][0-9]{0,8}"))
                .map(Long::valueOf)
                .findFirst();
    }
}
