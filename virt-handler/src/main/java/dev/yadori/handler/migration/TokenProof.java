package dev.yadori.handler.migration;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link NodeProof} by a token that kubelet makes for this pod: the API server says which account and which node it is for.
 * It is made for an audience of its own, so that whoever gets it cannot speak to the API server with it.
 */
public final class TokenProof implements NodeProof {
    public static final String AUDIENCE = "yadori-migration";

    private static final String NODE = "authentication.kubernetes.io/node-name";

    private final KubernetesClient client;
    private final Path token;
    private final String account;

    /** The account is system:serviceaccount:NAMESPACE:NAME. */
    public TokenProof(KubernetesClient client, Path token, String account) {
        this.client = client;
        this.token = token;
        this.account = account;
    }

    @Override
    public String own() throws IOException {
        return Files.readString(token).strip();
    }

    @Override
    public Optional<String> node(String presented) throws IOException {
        var asked = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(presented)
                .withAudiences(AUDIENCE)
                .endSpec()
                .build();
        try {
            var status =
                    client.authentication().v1().tokenReviews().create(asked).getStatus();
            if (!Boolean.TRUE.equals(status.getAuthenticated())
                    || !status.getAudiences().contains(AUDIENCE)
                    || !account.equals(status.getUser().getUsername())) {
                return Optional.empty();
            }
            var nodes = Optional.ofNullable(status.getUser().getExtra())
                    .map(Map::copyOf)
                    .orElse(Map.of())
                    .getOrDefault(NODE, List.of());
            return nodes.size() == 1 ? Optional.of(nodes.getFirst()) : Optional.empty();
        } catch (KubernetesClientException e) {
            throw new IOException("the API server does not say whose token it is: " + e.getMessage(), e);
        }
    }
}
