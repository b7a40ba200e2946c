package dev.yadori.api.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the manifests install, the policy of manifests/removal.yaml keeps while there are guests. */
@ExtendWith(KubeApiServerExtension.class)
class RemovalIT {

    private final List<HasMetadata> installed;
    private final ValidatingAdmissionPolicy policy;

    RemovalIT(KubeApiServer server) throws IOException, InterruptedException {
        installed = server.client()
                .load(new ByteArrayInputStream(Rendered.by("etc/render").getBytes(StandardCharsets.UTF_8)))
                .items();
        try (var yaml = Files.newInputStream(KubeApiServer.file("manifests/removal.yaml"))) {
            policy = server.client().load(yaml).items().stream()
                    .filter(ValidatingAdmissionPolicy.class::isInstance)
                    .map(ValidatingAdmissionPolicy.class::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void everyInstalledKindButThoseOfAdmissionIsJudged() {
        assertThat(installed)
                .filteredOn(item -> !isOfAdmission(item))
                .isNotEmpty()
                .allSatisfy(item -> assertThat(
                                policy.getSpec().getMatchConstraints().getResourceRules())
                        .as(item.getKind())
                        .anyMatch(rule -> rule.getApiGroups().equals(List.of(group(item)))
                                && rule.getResources().contains(item.getPlural())))
                .allSatisfy(item -> assertThat(item.getMetadata().getLabels())
                        .as(item.getKind())
                        .contains(Map.entry("app.kubernetes.io/part-of", "yadori")));
    }

    @Test
    void everyDefinitionIsKnownByItsName() {
        var named = policy.getSpec().getMatchConditions().getFirst().getExpression();

        assertThat(installed)
                .filteredOn(CustomResourceDefinition.class::isInstance)
                .hasSizeGreaterThan(1)
                .allSatisfy(item ->
                        assertThat(named).contains("'" + item.getMetadata().getName() + "'"));
    }

    /** A policy cannot judge policies: a finalizer keeps these two. Webhooks are to be removable at any time. */
    private static boolean isOfAdmission(HasMetadata item) {
        return item instanceof ValidatingAdmissionPolicy
                || item instanceof ValidatingAdmissionPolicyBinding
                || item instanceof MutatingWebhookConfiguration
                || item instanceof ValidatingWebhookConfiguration;
    }

    private static String group(HasMetadata item) {
        var version = item.getApiVersion();
        return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    }
}
