package dev.yadori.api.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.api.admission.validate.ConfigRules;
import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.AdmissionAnswer;
import dev.yadori.api.webhook.AdmissionRequest;
import dev.yadori.crds.migrations.MigrationPolicySpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges a policy for migrations, which has to be for somebody. */
public final class PolicyCreation implements Admission {

    private static final FieldPath SELECTORS = FieldPath.SPEC.field("selectors");

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        ObjectNode object = request.object().orElse(null);
        if (object == null || request.isBeingDeleted() || request.leaves("spec")) {
            return AdmissionAnswer.ALLOWED;
        }
        return switch (SpecReader.read(object.path("spec"), MigrationPolicySpec.class, FieldPath.SPEC)) {
            case SpecReader.Reading.Bad<MigrationPolicySpec>(var fault) -> AdmissionAnswer.of(List.of(fault));
            case SpecReader.Reading.Good<MigrationPolicySpec>(MigrationPolicySpec spec) ->
                judged(spec, object.path("spec"));
        };
    }

    private static AdmissionAnswer judged(MigrationPolicySpec spec, JsonNode tree) {
        Faults faults = new Faults();
        if (spec.selectors() == null) {
            faults.required(SELECTORS, "must be given");
        }
        negative(spec.completionTimeoutPerGiB(), "completionTimeoutPerGiB", faults);
        negative(spec.completionTimeout(), "completionTimeout", faults);
        negative(spec.maxDowntimeMs(), "maxDowntimeMs", faults);
        bandwidth(spec.bandwidthPerMigration(), tree, faults);
        return AdmissionAnswer.of(faults.list(), () -> warnings(spec, tree));
    }

    private static List<String> warnings(MigrationPolicySpec spec, JsonNode tree) {
        List<String> warnings = new ArrayList<>();
        if (spec.selectors() != null
                && spec.selectors().namespaceSelector().isEmpty()
                && spec.selectors().virtualMachineInstanceSelector().isEmpty()) {
            warnings.add("spec.selectors: selects nothing, so that the policy is for no guest");
        }
        ConfigRules.postCopy(tree.path("allowPostCopy"), FieldPath.SPEC.field("allowPostCopy"))
                .ifPresent(warnings::add);
        return warnings;
    }

    private static void negative(@Nullable Long value, String field, Faults faults) {
        if (value != null && value < 0) {
            faults.invalid(FieldPath.SPEC.field(field), "must not be negative");
        }
    }

    private static void bandwidth(@Nullable Quantity given, JsonNode tree, Faults faults) {
        if (given == null) {
            return;
        }
        FieldPath field = FieldPath.SPEC.field("bandwidthPerMigration");
        try {
            if (given.getNumericalAmount().signum() < 0) {
                faults.invalid(field, "must not be negative");
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            faults.invalid(
                    field,
                    "is not an amount: " + tree.path("bandwidthPerMigration").asText());
        }
    }
}
