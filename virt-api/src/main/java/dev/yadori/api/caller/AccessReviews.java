package dev.yadori.api.caller;

import dev.yadori.api.subresource.SubresourceApi;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/** Asks the API server by a SubjectAccessReview, each time. */
public final class AccessReviews implements Access {

    private final KubernetesClient client;

    public AccessReviews(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Verdict review(Caller caller, Action action) {
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(caller.user())
                .withUid(caller.uid().isEmpty() ? null : caller.uid())
                .withGroups(caller.groups())
                .withExtra(caller.extra())
                .withNewResourceAttributes()
                .withGroup(SubresourceApi.GROUP)
                .withVersion(action.version())
                .withResource(action.resource())
                .withSubresource(action.subresource())
                .withVerb(action.verb())
                .withNamespace(action.namespace())
                .withName(action.name())
                .endResourceAttributes()
                .endSpec()
                .build();
        var status =
                client.authorization().v1().subjectAccessReview().create(review).getStatus();
        return status == null
                ? new Verdict(false, "")
                : new Verdict(
                        Boolean.TRUE.equals(status.getAllowed()), Objects.requireNonNullElse(status.getReason(), ""));
    }
}
