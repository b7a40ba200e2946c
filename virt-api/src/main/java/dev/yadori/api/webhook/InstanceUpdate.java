package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.validate.MetadataRules;

/** Keeps what a guest was started with: only our own components change its spec or the labels that they read. */
public final class InstanceUpdate implements Admission {

    private final TrustedAccounts trusted;

    public InstanceUpdate(TrustedAccounts trusted) {
        this.trusted = trusted;
    }

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        if (trusted.contains(request.username())) {
            return AdmissionAnswer.ALLOWED;
        }
        Faults faults = new Faults();
        if (!request.leaves("spec")) {
            faults.forbidden(FieldPath.SPEC, "update of VMI object is restricted");
        }
        MetadataRules.unchangedLabels(metadata(request, true), metadata(request, false), FieldPath.METADATA, faults);
        return AdmissionAnswer.of(faults.list());
    }

    private static JsonNode metadata(AdmissionRequest request, boolean old) {
        return (old ? request.oldObject() : request.object())
                .<JsonNode>map(object -> object.path("metadata"))
                .orElseGet(MissingNode::getInstance);
    }
}
