package dev.yadori.controller.kubevirt;

import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.crds.config.PlacementSettings;
import dev.yadori.crds.v1.KubeVirtSpec.NodePlacement;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the components the number and the places that the KubeVirt object asks for. It writes with a field manager of its own, and only
 * where something differs; what it has written goes when the KubeVirt object says it no longer.
 */
final class ShapeApplier {

    static final String MANAGER = "yadori-placement";

    private static final Logger LOG = LoggerFactory.getLogger(ShapeApplier.class);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final KubernetesSerialization serialization;

    ShapeApplier(KubernetesClient client) {
        this.client = client;
        this.serialization = client.getKubernetesSerialization();
    }

    /** Brings all of them in line, and says what the API server refused. */
    List<String> settle(PlacementSettings settings, List<Deployment> infra, List<DaemonSet> workloads) {
        var refused = new ArrayList<String>();
        var everywhere = placement(settings.infra());
        infra.forEach(one -> settle(
                        one,
                        shape(
                                one,
                                one.getSpec().getReplicas(),
                                one.getSpec().getTemplate().getSpec()),
                        settings.replicas(),
                        everywhere)
                .ifPresent(refused::add));
        var onNodes = placement(settings.workloads());
        workloads.forEach(
                one -> settle(one, shape(one, null, one.getSpec().getTemplate().getSpec()), Optional.empty(), onNodes)
                        .ifPresent(refused::add));
        return refused;
    }

    private Optional<String> settle(HasMetadata object, Shape now, Optional<Integer> replicas, Placement added) {
        if (object.isMarkedForDeletion()) {
            return Optional.empty();
        }
        var wanted = ShapePlanner.plan(now, replicas, added);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        try {
            apply(object, wanted.get());
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (ApiRefusal.isConflict(e) || !ApiRefusal.isFinal(e)) {
                throw e;
            }
            return Optional.of(object.getMetadata().getName() + ": " + ApiRefusal.message(e));
        }
    }

    private Shape shape(HasMetadata object, @Nullable Integer replicas, PodSpec pod) {
        var share = Optional.ofNullable(object.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Share.ANNOTATION))
                .map(text -> serialization.unmarshal(text, Share.class));
        return new Shape(replicas, Placement.of(tree(pod)), share);
    }

    private Placement placement(NodePlacement given) {
        return Placement.of(tree(given));
    }

    /** By way of text, so that numbers are of one type, whoever they come from. */
    private Map<?, ?> tree(Object given) {
        return serialization.unmarshal(serialization.asJson(given), Map.class);
    }

    /** With the version that was looked at, so that nothing is taken for the manifest's that is not, and nothing comes back that went. */
    private void apply(HasMetadata object, Shape wanted) {
        var metadata = new TreeMap<String, Object>();
        metadata.put("name", object.getMetadata().getName());
        metadata.put("namespace", object.getMetadata().getNamespace());
        metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
        wanted.share()
                .ifPresent(share -> metadata.put("annotations", Map.of(Share.ANNOTATION, serialization.asJson(share))));
        var spec = new TreeMap<String, Object>();
        spec.put("template", Map.of("spec", wanted.placement().tree()));
        if (wanted.replicas() != null) {
            spec.put("replicas", wanted.replicas());
        }
        var written = client.resource(object)
                .patch(
                        APPLY,
                        serialization.asJson(Map.of(
                                "apiVersion",
                                object.getApiVersion(),
                                "kind",
                                object.getKind(),
                                "metadata",
                                metadata,
                                "spec",
                                spec)));
        LOG.atInfo()
                .addKeyValue("name", object.getMetadata().getName())
                .addKeyValue("replicas", wanted.replicas())
                .addKeyValue("added", wanted.share().map(Share::added).orElse(Map.of()))
                .log("component is placed anew");
        if (wanted.share().isEmpty()) {
            disown(written);
        }
    }

    /** All is the manifest's again, so whoever applies a manifest next shall meet no other owner. */
    private void disown(HasMetadata object) {
        var path = "/apis/%s/namespaces/%s/%ss/%s"
                .formatted(
                        object.getApiVersion(),
                        object.getMetadata().getNamespace(),
                        object.getKind().toLowerCase(Locale.ROOT),
                        object.getMetadata().getName());
        Map<?, ?> whole = serialization.unmarshal(client.raw(path), Map.class);
        var managers = serialization
                .convertValue(whole.get("metadata"), Managers.class)
                .managedFields();
        for (int i = 0; i < managers.size(); i++) {
            if (MANAGER.equals(managers.get(i).get("manager"))) {
                client.resource(object)
                        .patch(
                                JsonPatch.CONTEXT,
                                JsonPatch.of(object)
                                        .remove("/metadata/managedFields/" + i)
                                        .toJson(serialization));
                return;
            }
        }
    }

    /** Of an object's metadata that which this process leaves out everywhere else. */
    private record Managers(List<Map<String, Object>> managedFields) {}
}
