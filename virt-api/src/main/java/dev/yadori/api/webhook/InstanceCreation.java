package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.validate.InstanceSpecRules;
import dev.yadori.api.admission.validate.MetadataRules;
import dev.yadori.api.admission.validate.Notices;
import dev.yadori.crds.config.ClusterConfig;
import java.util.function.Supplier;

/** Judges a new VirtualMachineInstance, whose defaults the mutating webhook has filled in. */
public final class InstanceCreation implements Admission {

    private final Supplier<ClusterConfig> config;
    private final TrustedAccounts trusted;

    public InstanceCreation(Supplier<ClusterConfig> config, TrustedAccounts trusted) {
        this.config = config;
        this.trusted = trusted;
    }

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        ObjectNode object = request.object().orElse(null);
        if (object == null) {
            return AdmissionAnswer.ALLOWED;
        }
        Faults faults = new Faults();
        JsonNode metadata = object.path("metadata");
        MetadataRules.name(metadata, FieldPath.METADATA, faults);
        MetadataRules.annotations(metadata, FieldPath.METADATA, faults);
        if (!trusted.contains(request.username())) {
            MetadataRules.reservedLabels(metadata, FieldPath.METADATA, faults);
        }
        faults.addAll(InstanceSpecRules.check(object.path("spec"), FieldPath.SPEC, config.get()));
        return AdmissionAnswer.of(
                faults.list(),
                () -> Notices.ofInstance(metadata, FieldPath.METADATA, object.path("spec"), FieldPath.SPEC));
    }
}
