package dev.yadori.api.migration;

import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.TrustedAccounts;
import dev.yadori.crds.config.ClusterConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The paths of this package, as KubeVirt has them, and the rule behind each. They ask the cluster, others do not. */
public final class MigrationWebhooks {

    private MigrationWebhooks() {}

    /**
     * All rules.
     *
     * @param namespace of the system
     * @param config in force
     */
    public static Map<String, Admission> of(String namespace, Supplier<ClusterConfig> config, GuestFacts facts) {
        Map<String, Admission> rules = new LinkedHashMap<>();
        rules.put("/migration-mutate-create", new MigrationMutation());
        rules.put(
                "/migration-validate-create",
                new MigrationCreation(facts, new Outlook(facts, config), TrustedAccounts.in(namespace)));
        rules.put("/migration-validate-update", new MigrationUpdate());
        rules.put("/migration-policy-validate-create", new PolicyCreation());
        rules.put("/pod-eviction-validate", new EvictionReview(facts, config));
        return rules;
    }
}
