package dev.yadori.handler.network;

import java.util.List;

/** What became of the wish to plumb a pod. */
public sealed interface Plumbing {

    /** Everything is there, whether it was before or not. In the order of the request. */
    record Plumbed(List<NicFacts> nics) implements Plumbing {
        public Plumbed {
            nics = List.copyOf(nics);
        }
    }

    /** This pod can never carry that request; trying again does not help. For people. */
    record Impossible(String reason) implements Plumbing {}
}
