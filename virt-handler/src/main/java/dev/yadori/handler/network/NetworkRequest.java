package dev.yadori.handler.network;

import java.util.List;

/**
 * All interfaces of one guest.
 *
 * @param nics in the order of the API
 * @param owner user and group that open the taps
 */
public record NetworkRequest(List<NicRequest> nics, long owner) {
    public NetworkRequest {
        nics = List.copyOf(nics);
    }
}
