package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.time.Duration;

/** A service account of a test's namespace, who stands for a user. */
record Account(ClusterNamespace namespace, String name) {

    private static final Duration VALID = Duration.ofMinutes(20);

    /** With what this ClusterRole allows, in the namespace. */
    static Account with(ClusterNamespace namespace, String name, String role) {
        namespace.create(new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build());
        namespace.create(new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                .addNewSubject("", "ServiceAccount", name, namespace.name())
                .build());
        return new Account(namespace, name);
    }

    String token() {
        return namespace
                .client()
                .serviceAccounts()
                .inNamespace(namespace.name())
                .withName(name)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(VALID.toSeconds())
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
