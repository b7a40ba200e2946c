package dev.yadori.handler.network;

import java.util.List;

/**
 * All interfaces of one guest.
 *
 * @param nics in the order of the API
 * @param owner user and group that open the taps
 * @param scope which of them the pod has to carry
 */
public record NetworkRequest(List<NicRequest> nics, long owner, Scope scope) {
    public NetworkRequest {
        nics = List.copyOf(nics);
    }

    /** All of them. */
    public NetworkRequest(List<NicRequest> nics, long owner) {
        this(nics, owner, Scope.ALL);
    }

    /** Those whose networks the pod was made with: others were asked for when the guest ran already. */
    public NetworkRequest whereLinked() {
        return new NetworkRequest(nics, owner, Scope.LINKED);
    }

    /** Which interfaces a pod has to carry. */
    public enum Scope {
        ALL,
        LINKED
    }
}
