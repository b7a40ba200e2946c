package dev.yadori.crds.config;

import dev.yadori.crds.config.MigrationRules.Method;
import dev.yadori.crds.config.MigrationRules.WorkloadUpdates;
import dev.yadori.crds.v1.KubeVirtConfiguration;
import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.KubeVirtSpec.WorkloadUpdateStrategy;
import dev.yadori.crds.v1.MigrationConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a KubeVirt specification says about migrations. */
final class MigrationReading {

    private static final String ROOT = "spec.configuration.migrations.";
    private static final String UPDATES = "spec.workloadUpdateStrategy.";
    private static final Pattern GO_DURATION = Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");
    private static final MigrationRules DEFAULT = MigrationRules.DEFAULT;

    private final KubeVirtSpec spec;
    private final List<ConfigViolation> violations;

    MigrationReading(KubeVirtSpec spec, List<ConfigViolation> violations) {
        this.spec = spec;
        this.violations = violations;
    }

    MigrationRules read() {
        Optional<MigrationConfiguration> given =
                Optional.ofNullable(spec.configuration()).map(KubeVirtConfiguration::migrations);
        MigrationConfiguration terms = given.map(this::terms).orElse(DEFAULT.terms());
        return new MigrationRules(
                Objects.requireNonNullElse(terms.parallelOutboundMigrationsPerNode(), DEFAULT.outboundPerNode()),
                Objects.requireNonNullElse(terms.parallelMigrationsPerCluster(), DEFAULT.perCluster()),
                Objects.requireNonNullElse(terms.nodeDrainTaintKey(), DEFAULT.drainTaint()),
                terms,
                Optional.ofNullable(spec.workloadUpdateStrategy())
                        .map(this::updates)
                        .orElse(DEFAULT.workloadUpdates()));
    }

    private MigrationConfiguration terms(MigrationConfiguration given) {
        MigrationConfiguration defaults = DEFAULT.terms();
        Boolean postCopy = or(given.allowPostCopy(), defaults.allowPostCopy());
        String taint = given.nodeDrainTaintKey();
        return new MigrationConfiguration(
                least(1, given.parallelOutboundMigrationsPerNode(), "parallelOutboundMigrationsPerNode")
                        .orElse(DEFAULT.outboundPerNode()),
                least(1, given.parallelMigrationsPerCluster(), "parallelMigrationsPerCluster")
                        .orElse(DEFAULT.perCluster()),
                or(given.bandwidthPerMigration(), defaults.bandwidthPerMigration()),
                or(given.completionTimeoutPerGiB(), defaults.completionTimeoutPerGiB()),
                given.completionTimeout(),
                or(given.progressTimeout(), defaults.progressTimeout()),
                or(given.utilityVolumesTimeout(), defaults.utilityVolumesTimeout()),
                or(given.maxDowntimeMs(), defaults.maxDowntimeMs()),
                or(given.allowAutoConverge(), defaults.allowAutoConverge()),
                postCopy,
                or(given.allowWorkloadDisruption(), postCopy),
                or(given.unsafeMigrationOverride(), defaults.unsafeMigrationOverride()),
                or(given.disableTLS(), defaults.disableTLS()),
                given.network(),
                taint == null || taint.isBlank() ? DEFAULT.drainTaint() : taint,
                or(given.matchSELinuxLevelOnMigration(), defaults.matchSELinuxLevelOnMigration()));
    }

    private WorkloadUpdates updates(WorkloadUpdateStrategy given) {
        WorkloadUpdates defaults = DEFAULT.workloadUpdates();
        List<Method> methods = new ArrayList<>();
        for (int i = 0; i < given.workloadUpdateMethods().size(); i++) {
            switch (given.workloadUpdateMethods().get(i)) {
                case "LiveMigrate" -> methods.add(Method.LIVE_MIGRATE);
                case "Evict" -> methods.add(Method.EVICT);
                default -> refuse(UPDATES + "workloadUpdateMethods[" + i + "]", "must be LiveMigrate or Evict");
            }
        }
        Integer size = given.batchEvictionSize();
        return new WorkloadUpdates(
                methods, size == null || size < 1 ? defaults.batchSize() : size, interval(given, defaults.interval()));
    }

    private Duration interval(WorkloadUpdateStrategy given, Duration otherwise) {
        String text = given.batchEvictionInterval();
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        Matcher parts = GO_DURATION.matcher(text);
        if (!parts.matches()) {
            refuse(UPDATES + "batchEvictionInterval", "must be a duration such as 1m0s, is " + text);
            return otherwise;
        }
        return Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private Optional<Integer> least(int least, @Nullable Integer given, String field) {
        if (given != null && given < least) {
            refuse(ROOT + field, "must be at least " + least + ", is " + given);
            return Optional.empty();
        }
        return Optional.ofNullable(given);
    }

    private static <T> @Nullable T or(@Nullable T given, @Nullable T otherwise) {
        return given == null ? otherwise : given;
    }

    private void refuse(String field, String message) {
        violations.add(new ConfigViolation(field, message));
    }
}
