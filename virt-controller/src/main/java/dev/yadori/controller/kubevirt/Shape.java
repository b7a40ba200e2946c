package dev.yadori.controller.kubevirt;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a component's object can be chosen in the KubeVirt object, as it stands in the API.
 *
 * @param replicas none for a DaemonSet
 * @param share what of it comes from the KubeVirt object, empty if nothing does
 */
record Shape(@Nullable Integer replicas, Placement placement, Optional<Share> share) {}
