package dev.yadori.controller.removal;

import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.crds.v1.KubeVirt;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the admission policy of manifests/removal.yaml whether there are guests. While there are, a finalizer keeps the policy
 * and its binding in force, because no policy can refuse that a policy is deleted.
 */
final class RemovalGuard {

    static final String NAME = "yadori-removal";
    static final String FINALIZER = "yadori.dev/guests";
    /** Of the KubeVirt objects, which are the policy's parameter. */
    static final String ANNOTATION = "yadori.dev/guests";

    private static final Logger LOG = LoggerFactory.getLogger(RemovalGuard.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    RemovalGuard(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Brings all of it in line. It is let go before it says that all may go: our own account may be the next to be deleted. The
     * binding goes before its policy, without which the API server takes no change of a binding.
     */
    void settle(boolean guests, Collection<KubeVirt> objects) {
        if (guests) {
            policies().forEach(this::keep);
        } else {
            policies().reversed().forEach(this::letGo);
        }
        objects.forEach(object -> tell(object, guests));
    }

    private List<HasMetadata> policies() {
        var admission = client.admissionRegistration().v1();
        return Stream.of(
                        Optional.<HasMetadata>ofNullable(admission
                                .validatingAdmissionPolicies()
                                .withName(NAME)
                                .get()),
                        Optional.<HasMetadata>ofNullable(admission
                                .validatingAdmissionPolicyBindings()
                                .withName(NAME)
                                .get()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether the policy can read in this object what has been found. */
    static boolean isTold(KubeVirt object, boolean guests) {
        return said(guests).equals(object.getMetadata().getAnnotations().get(ANNOTATION));
    }

    private void tell(KubeVirt object, boolean guests) {
        if (isTold(object, guests)) {
            return;
        }
        var said = said(guests);
        var patch = Map.of("metadata", Map.of("annotations", Map.of(ANNOTATION, said)));
        client.resource(object).patch(MERGE, client.getKubernetesSerialization().asJson(patch));
        LOG.atInfo().addKeyValue("guests", said).log("removal of the system is judged anew");
    }

    private static String said(boolean guests) {
        return guests ? "exist" : "none";
    }

    /** One that is being deleted takes no new finalizer. */
    private void keep(HasMetadata policy) {
        if (!policy.hasFinalizer(FINALIZER) && !policy.isMarkedForDeletion()) {
            patch(
                    policy,
                    finalizers(
                            policy,
                            Stream.concat(finalizers(policy), Stream.of(FINALIZER))
                                    .toList()));
        }
    }

    private void letGo(HasMetadata policy) {
        if (policy.hasFinalizer(FINALIZER)) {
            patch(
                    policy,
                    finalizers(
                            policy,
                            finalizers(policy)
                                    .filter(finalizer -> !finalizer.equals(FINALIZER))
                                    .toList()));
        }
    }

    private static Stream<String> finalizers(HasMetadata policy) {
        return policy.getMetadata().getFinalizers().stream();
    }

    private static JsonPatch finalizers(HasMetadata policy, List<String> finalizers) {
        return JsonPatch.of(policy).add("/metadata/finalizers", finalizers);
    }

    private void patch(HasMetadata observed, JsonPatch patch) {
        client.resource(observed).patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization()));
    }
}
