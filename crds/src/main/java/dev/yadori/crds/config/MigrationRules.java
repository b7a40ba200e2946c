package dev.yadori.crds.config;

import dev.yadori.crds.v1.MigrationConfiguration;
import dev.yadori.crds.v1.NodeLabels;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;

/**
 * How guests move.
 *
 * @param outboundPerNode migrations that leave a node at once
 * @param perCluster migrations at once
 * @param drainTaint key of the taint that makes guests leave a node
 * @param terms of a migration for which no policy says otherwise; each field that has a default is set
 */
public record MigrationRules(
        int outboundPerNode,
        int perCluster,
        String drainTaint,
        MigrationConfiguration terms,
        WorkloadUpdates workloadUpdates) {

    public static final MigrationRules DEFAULT = new MigrationRules(
            2,
            5,
            NodeLabels.DRAIN_TAINT,
            new MigrationConfiguration(
                    2,
                    5,
                    new Quantity("0"),
                    150L,
                    null,
                    150L,
                    150L,
                    900L,
                    false,
                    false,
                    false,
                    false,
                    false,
                    null,
                    NodeLabels.DRAIN_TAINT,
                    true),
            new WorkloadUpdates(List.of(), 10, Duration.ofMinutes(1)));

    /** How running guests get a new launcher. */
    public record WorkloadUpdates(List<Method> methods, int batchSize, Duration interval) {
        public WorkloadUpdates {
            methods = List.copyOf(methods);
        }

        public boolean allows(Method method) {
            return methods.contains(method);
        }
    }

    /** One way to a new launcher. */
    public enum Method {
        LIVE_MIGRATE,
        EVICT
    }
}
