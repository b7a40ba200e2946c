package dev.yadori.controller.kubevirt;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has to be written of a component's object so that it is as its manifest and the KubeVirt object say together. */
final class ShapePlanner {

    private ShapePlanner() {}

    /**
     * The shape to be written, or nothing if it has it. A share that is empty means that all is the manifest's again.
     *
     * @param now what the object is
     * @param replicas that are asked for; none leaves the manifest's
     * @param added rules that are asked for beside the manifest's
     */
    static Optional<Shape> plan(Shape now, Optional<Integer> replicas, Placement added) {
        Integer manifestReplicas = manifestReplicas(now);
        var manifest = now.share()
                .map(share -> now.placement().minus(new Placement(share.added())))
                .orElse(now.placement());
        boolean nothingAsked = (replicas.isEmpty() || now.replicas() == null) && added.isEmpty();
        if (nothingAsked) {
            return now.share().map(_ -> new Shape(manifestReplicas, manifest, Optional.empty()));
        }
        var placement = manifest.plus(added);
        Integer number = now.replicas() == null ? null : replicas.orElse(manifestReplicas);
        var share =
                new Share(manifestReplicas, number, placement.minus(manifest).tree());
        var wanted = new Shape(number, placement, Optional.of(share));
        return wanted.equals(now) ? Optional.empty() : Optional.of(wanted);
    }

    private static @Nullable Integer manifestReplicas(Shape now) {
        return now.share().isPresent() ? now.share().get().manifestReplicas(now.replicas()) : now.replicas();
    }
}
