package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.validate.ConfigRules;
import dev.yadori.crds.v1.KubeVirt;
import java.util.List;
import java.util.function.Supplier;

/** Judges the cluster's configuration: one object, in the namespace of the system, whose settings can be followed. */
public final class KubeVirtValidation implements Admission {

    private final String namespace;
    private final Supplier<List<KubeVirt>> known;
    private final Homes homes;

    /**
     * A judge.
     *
     * @param namespace of the system
     * @param known objects there are
     * @param homes nodes that have guests
     */
    public KubeVirtValidation(String namespace, Supplier<List<KubeVirt>> known, Homes homes) {
        this.namespace = namespace;
        this.known = known;
        this.homes = homes;
    }

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        ObjectNode object = request.object().orElse(null);
        if (object == null || request.isBeingDeleted() || request.leaves("spec")) {
            return AdmissionAnswer.ALLOWED;
        }
        Faults faults = new Faults();
        if (request.operation() == AdmissionRequest.Operation.CREATE) {
            alone(request, faults);
        }
        faults.addAll(ConfigRules.check(object.path("spec")));
        if (faults.list().isEmpty() && changesHomes(request)) {
            homes.check(object.path("spec"), faults);
        }
        return AdmissionAnswer.of(faults.list(), () -> ConfigRules.unused(object.path("spec")));
    }

    private static boolean changesHomes(AdmissionRequest request) {
        JsonNode after = request.object().<JsonNode>map(Homes::of).orElseGet(MissingNode::getInstance);
        JsonNode before = request.oldObject().<JsonNode>map(Homes::of).orElseGet(MissingNode::getInstance);
        return !after.isEmpty() && !after.equals(before);
    }

    private void alone(AdmissionRequest request, Faults faults) {
        if (!request.namespace().equals(namespace)) {
            faults.forbidden(FieldPath.METADATA.field("namespace"), "must be " + namespace);
        }
        known.get().stream().findFirst().ifPresent(other -> {
            String name = other.getMetadata().getNamespace() + "/"
                    + other.getMetadata().getName();
            faults.forbidden(
                    FieldPath.METADATA.field("name"), "there is already " + name + ", and one is all there can be");
        });
    }
}
