package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.mutate.InstanceDefaults;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirtNames;
import java.util.UUID;
import java.util.function.Supplier;

/** Gives a new VirtualMachineInstance its defaults, an identity for its firmware, and the finalizer. */
public final class InstanceMutation implements Admission {

    private final Supplier<ClusterConfig> config;
    private final Supplier<UUID> identities;

    public InstanceMutation(Supplier<ClusterConfig> config, Supplier<UUID> identities) {
        this.config = config;
        this.identities = identities;
    }

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        ObjectNode given = request.object().orElse(null);
        if (request.operation() != AdmissionRequest.Operation.CREATE || given == null) {
            return AdmissionAnswer.ALLOWED;
        }
        ObjectNode wanted = given.deepCopy();
        if (given.path("spec") instanceof ObjectNode spec) {
            ObjectNode filled = InstanceDefaults.apply(spec, config.get());
            identity(filled);
            wanted.set("spec", filled);
        }
        Finalizers.add(wanted, KubeVirtNames.VMI_FINALIZER);
        return AdmissionAnswer.change(given, wanted);
    }

    private void identity(ObjectNode spec) {
        if (!spec.path("domain").path("firmware").path("uuid").asText().isEmpty()) {
            return;
        }
        if (spec.path("domain") instanceof ObjectNode domain) {
            ObjectNode firmware =
                    domain.path("firmware") instanceof ObjectNode there ? there : domain.putObject("firmware");
            firmware.put("uuid", identities.get().toString());
        }
    }
}
