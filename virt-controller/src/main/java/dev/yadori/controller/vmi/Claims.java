package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.pod.ClaimMode;
import dev.yadori.crds.v1.ClaimInfo;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The PersistentVolumeClaims that a pod needs before it can be made. */
public sealed interface Claims {

    /** None are needed, or they are not looked at. */
    Ready NONE = new Ready(Map.of());

    /** All are there, by name. */
    record Ready(Map<String, Claim> claims) implements Claims {
        public Ready {
            claims = Map.copyOf(claims);
        }

        /** The mode of each. */
        public Map<String, ClaimMode> modes() {
            return claims.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, entry -> entry.getValue().mode()));
        }
    }

    /**
     * One of them.
     *
     * @param phase its own word for how far it is bound; Pending or Bound as a rule
     */
    record Claim(ClaimMode mode, String phase, ClaimInfo info) {

        private static final String BOUND = "Bound";

        static Claim of(PersistentVolumeClaim claim) {
            var spec = claim.getSpec();
            var mode = "Block".equals(spec.getVolumeMode()) ? ClaimMode.BLOCK : ClaimMode.FILESYSTEM;
            var status = Optional.ofNullable(claim.getStatus());
            var info = new ClaimInfo(
                    claim.getMetadata().getName(),
                    spec.getAccessModes(),
                    Objects.requireNonNullElse(spec.getVolumeMode(), "Filesystem"),
                    status.map(PersistentVolumeClaimStatus::getCapacity).orElse(Map.of()),
                    Optional.ofNullable(spec.getResources())
                            .map(VolumeResourceRequirements::getRequests)
                            .orElse(Map.of()),
                    null,
                    null);
            return new Claim(
                    mode, status.map(PersistentVolumeClaimStatus::getPhase).orElse("Pending"), info);
        }

        boolean isBound() {
            return BOUND.equals(phase);
        }
    }

    /** One is not there. */
    record Missing(String name) implements Claims {}
}
