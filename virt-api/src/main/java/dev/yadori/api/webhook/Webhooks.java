package dev.yadori.api.webhook;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** The paths of the server, as KubeVirt has them, and the rule behind each. */
public final class Webhooks {

    private Webhooks() {}

    /**
     * All rules.
     *
     * @param namespace of the system
     * @param config in force
     * @param known KubeVirt objects there are
     * @param homes nodes that have guests
     */
    public static Map<String, Admission> of(
            String namespace, Supplier<ClusterConfig> config, Supplier<List<KubeVirt>> known, Homes homes) {
        TrustedAccounts trusted = TrustedAccounts.in(namespace);
        Admission kubevirt = new KubeVirtValidation(namespace, known, homes);
        Map<String, Admission> rules = new LinkedHashMap<>();
        rules.put("/virtualmachines-mutate", new MachineMutation());
        rules.put("/virtualmachineinstances-mutate", new InstanceMutation(config, UUID::randomUUID));
        rules.put("/virtualmachines-validate", new MachineValidation(config));
        rules.put("/virtualmachineinstances-validate-create", new InstanceCreation(config, trusted));
        rules.put("/virtualmachineinstances-validate-update", new InstanceUpdate(trusted));
        rules.put("/kubevirt-validate-create", kubevirt);
        rules.put("/kubevirt-validate-update", kubevirt);
        return rules;
    }
}
