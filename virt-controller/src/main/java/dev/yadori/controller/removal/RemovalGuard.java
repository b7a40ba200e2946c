package dev.yadori.controller.removal;

import dev.yadori.controller.patch.JsonPatch;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    static final String KEY = "guests";

    private static final Logger LOG = LoggerFactory.getLogger(RemovalGuard.class);
    private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/part-of", "yadori");

    private final KubernetesClient client;
    private final String namespace;

    RemovalGuard(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Brings all of it in line. It is let go before it says that all may go: our own account may be the next to be deleted. The
     * binding goes before its policy, without which the API server takes no change of a binding.
     */
    void settle(boolean guests) {
        if (guests) {
            policies().forEach(this::keep);
            tell("exist");
        } else {
            policies().reversed().forEach(this::letGo);
            tell("none");
        }
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

    private void tell(String guests) {
        var known = client.configMaps().inNamespace(namespace).withName(NAME).get();
        if (known == null) {
            client.resource(configMap(guests)).create();
        } else if (!Objects.equals(known.getData(), Map.of(KEY, guests))) {
            patch(known, JsonPatch.of(known).add("/data", Map.of(KEY, guests)));
        } else {
            return;
        }
        LOG.atInfo().addKeyValue("guests", guests).log("removal of the system is judged anew");
    }

    private ConfigMap configMap(String guests) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .withLabels(LABELS)
                .endMetadata()
                .withData(Map.of(KEY, guests))
                .build();
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
