package dev.yadori.api.subresource;

import dev.yadori.crds.v1.KubeVirt;
import java.util.Optional;

/** What the API tells of the system itself. */
public interface ClusterFacts {

    /** An object of the API as JSON. */
    String json(Object object);

    /** The KubeVirt object that counts. */
    Optional<KubeVirt> kubeVirt();
}
