package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.mutate.InstanceDefaults;
import dev.yadori.api.admission.validate.InstanceSpecRules;
import dev.yadori.api.admission.validate.MetadataRules;
import dev.yadori.api.admission.validate.Notices;
import dev.yadori.api.admission.validate.UnsupportedFields;
import dev.yadori.crds.config.ClusterConfig;
import java.util.function.Supplier;

/**
 * Judges a VirtualMachine, with its template as the VirtualMachineInstance would be that is made of it. A spec that stays
 * as it is was judged when it came: it does not keep its object from being changed or deleted.
 */
public final class MachineValidation implements Admission {

    private static final FieldPath TEMPLATE = FieldPath.SPEC.field("template");

    private final Supplier<ClusterConfig> config;

    public MachineValidation(Supplier<ClusterConfig> config) {
        this.config = config;
    }

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        ObjectNode object = request.object().orElse(null);
        if (object == null || request.isBeingDeleted() || request.leaves("spec")) {
            return AdmissionAnswer.ALLOWED;
        }
        Faults faults = new Faults();
        if (request.operation() == AdmissionRequest.Operation.CREATE) {
            MetadataRules.name(object.path("metadata"), FieldPath.METADATA, faults);
        }
        JsonNode spec = object.path("spec");
        running(spec, faults);
        UnsupportedFields.ofMachine(spec, FieldPath.SPEC, faults);
        template(spec.path("template"), faults);
        return AdmissionAnswer.of(faults.list(), () -> Notices.ofMachine(spec));
    }

    private static void running(JsonNode spec, Faults faults) {
        boolean running = spec.hasNonNull("running");
        boolean strategy = spec.hasNonNull("runStrategy");
        if (running && strategy) {
            faults.invalid(FieldPath.SPEC.field("running"), "excludes runStrategy");
        } else if (!running && !strategy) {
            faults.required(FieldPath.SPEC.field("runStrategy"), "must be given");
        }
    }

    private void template(JsonNode template, Faults faults) {
        JsonNode metadata = template.path("metadata");
        MetadataRules.reservedLabels(metadata, TEMPLATE.field("metadata"), faults);
        MetadataRules.annotations(metadata, TEMPLATE.field("metadata"), faults);
        if (template.path("spec") instanceof ObjectNode spec) {
            ClusterConfig now = config.get();
            ObjectNode filled = InstanceDefaults.apply(spec, now);
            faults.addAll(InstanceSpecRules.check(filled, TEMPLATE.field("spec"), now));
        } else {
            faults.required(TEMPLATE.field("spec"), "must be given");
        }
    }
}
