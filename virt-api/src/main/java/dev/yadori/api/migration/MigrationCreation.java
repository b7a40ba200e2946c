package dev.yadori.api.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.AdmissionAnswer;
import dev.yadori.api.webhook.AdmissionRequest;
import dev.yadori.api.webhook.TrustedAccounts;
import dev.yadori.crds.migrations.MigrationAnnotations;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec;
import java.util.List;
import java.util.Optional;

/**
 * Judges a new migration. A dry run is told where the guest could go; who creates one that can go nowhere is warned, since nodes
 * come and go.
 */
public final class MigrationCreation implements Admission {

    private static final FieldPath VMI_NAME = FieldPath.SPEC.field("vmiName");
    private static final List<String> NUMBERS =
            List.of(MigrationAnnotations.MAX_DOWNTIME_MS, MigrationAnnotations.COMPLETION_TIMEOUT_SECONDS);

    private final GuestFacts facts;
    private final Outlook outlook;
    private final TrustedAccounts trusted;

    MigrationCreation(GuestFacts facts, Outlook outlook, TrustedAccounts trusted) {
        this.facts = facts;
        this.outlook = outlook;
        this.trusted = trusted;
    }

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        ObjectNode object = request.object().orElse(null);
        if (object == null) {
            return AdmissionAnswer.ALLOWED;
        }
        return switch (SpecReader.read(
                object.path("spec"), VirtualMachineInstanceMigrationSpec.class, FieldPath.SPEC)) {
            case SpecReader.Reading.Bad<VirtualMachineInstanceMigrationSpec>(var fault) ->
                AdmissionAnswer.of(List.of(fault));
            case SpecReader.Reading.Good<VirtualMachineInstanceMigrationSpec>(var spec) ->
                judged(request, object, spec);
        };
    }

    private AdmissionAnswer judged(
            AdmissionRequest request, ObjectNode object, VirtualMachineInstanceMigrationSpec spec) {
        Faults faults = new Faults();
        annotations(object.path("metadata").path("annotations"), faults);
        if (spec.sendTo() != null) {
            faults.unsupported(FieldPath.SPEC.field("sendTo"), "migration between clusters is not supported yet");
        }
        if (spec.receive() != null) {
            faults.unsupported(FieldPath.SPEC.field("receive"), "migration between clusters is not supported yet");
        }
        if (spec.priority() != null && !trusted.contains(request.username())) {
            faults.forbidden(FieldPath.SPEC.field("priority"), "is set by the system only");
        }
        String name = spec.vmiName() == null ? "" : spec.vmiName();
        if (name.isEmpty()) {
            faults.required(VMI_NAME, "vmiName is missing");
            return AdmissionAnswer.of(faults.list());
        }
        Optional<VirtualMachineInstance> guest = facts.guest(request.namespace(), name);
        guest.ifPresentOrElse(
                found -> guest(request, found, faults),
                () -> faults.invalid(
                        VMI_NAME, "the VMI \"%s/%s\" does not exist".formatted(request.namespace(), name)));
        return AdmissionAnswer.of(
                faults.list(), () -> outlook.warnings(guest.orElseThrow(), spec.addedNodeSelector(), request.dryRun()));
    }

    private void guest(AdmissionRequest request, VirtualMachineInstance found, Faults faults) {
        Movability guest = new Movability(found);
        if (guest.hasEnded()) {
            faults.invalid(VMI_NAME, "cannot migrate VMI in finalized state");
            return;
        }
        guest.hindrance()
                .ifPresent(why ->
                        faults.invalid(VMI_NAME, "cannot migrate VMI which does not support live migration, " + why));
        facts.migrations(request.namespace(), found.getMetadata().getName()).stream()
                .filter(Movability::isUnfinished)
                .map(VirtualMachineInstanceMigration::getMetadata)
                .findFirst()
                .ifPresent(other -> faults.invalid(
                        VMI_NAME,
                        "in-flight migration detected. Active migration job (%s) is currently already in progress for VMI %s."
                                .formatted(other.getUid(), found.getMetadata().getName())));
    }

    private static void annotations(JsonNode annotations, Faults faults) {
        for (String key : NUMBERS) {
            JsonNode value = annotations.path(key);
            if (!value.isMissingNode() && !value.asText().matches("[1-9][0-9]{0,8}")) {
                faults.invalid(
                        FieldPath.METADATA.field("annotations").key(key), "must be a whole number from 1 to 999999999");
            }
        }
    }
}
