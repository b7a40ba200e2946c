package dev.yadori.handler.heartbeat;

import java.util.Optional;
import java.util.Set;

/**
 * What guests of this node may ask for, by libvirt's names.
 *
 * @param machines machine types and their short names
 * @param models CPU models
 * @param features of CPUs that a guest can have
 * @param hyperv enlightenments
 */
record NodeCapabilities(
        Set<String> machines, Optional<HostModel> hostModel, Models models, Set<String> features, Set<String> hyperv) {
    NodeCapabilities {
        machines = Set.copyOf(machines);
        features = Set.copyOf(features);
        hyperv = Set.copyOf(hyperv);
    }

    /**
     * What host-model stands for.
     *
     * @param requiredFeatures beside those of the named model
     */
    record HostModel(String name, String vendor, Set<String> requiredFeatures) {
        HostModel {
            requiredFeatures = Set.copyOf(requiredFeatures);
        }
    }

    /**
     * Named CPU models.
     *
     * @param usable with this node's processor
     * @param known to this node's libvirt, usable or not
     */
    record Models(Set<String> usable, Set<String> known) {
        Models {
            usable = Set.copyOf(usable);
            known = Set.copyOf(known);
        }
    }
}
