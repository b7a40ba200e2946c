package dev.yadori.handler.network;

import dev.yadori.handler.pod.PodNetns;
import java.io.IOException;

/** Plumbs network namespaces of pods. */
public interface PodNetwork {

    /**
     * Makes what is missing of the request. Repeatable, also after a run that was cut off, and also while the guest runs:
     * what is right is not touched. Two calls for one namespace must not overlap.
     *
     * @throws IOException where it could not be finished; trying again may help
     */
    Plumbing plumb(PodNetns netns, NetworkRequest request) throws IOException, InterruptedException;
}
