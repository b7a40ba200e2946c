package dev.yadori.handler.launcher;

import dev.yadori.handler.network.PodNetwork;
import dev.yadori.handler.pod.Adoption;
import dev.yadori.handler.pod.LauncherEndpoint;
import dev.yadori.handler.pod.PeerCheck;
import dev.yadori.handler.pod.PodAdoption;
import dev.yadori.handler.pod.PodSupplies;
import dev.yadori.handler.pod.PodUid;

/** {@link LauncherDoor} of this node: sockets in kubelet's folder, peers checked by cgroup. */
public final class PodLauncherDoor implements LauncherDoor {
    private final PodAdoption adoption;
    private final PeerCheck peers;
    private final PodNetwork network;
    private final PodSupplies supplies;
    private final UnixChannels channels;
    private final RouterHandover routers;

    public PodLauncherDoor(
            PodAdoption adoption,
            PeerCheck peers,
            PodNetwork network,
            PodSupplies supplies,
            UnixChannels channels,
            RouterHandover routers) {
        this.adoption = adoption;
        this.peers = peers;
        this.network = network;
        this.supplies = supplies;
        this.channels = channels;
        this.routers = routers;
    }

    @Override
    public Opening open(String podUid) {
        PodUid pod;
        try {
            pod = PodUid.parse(podUid);
        } catch (IllegalArgumentException strange) {
            return new Opening.Refused(String.valueOf(strange.getMessage()));
        }
        return switch (adoption.adopt(pod)) {
            case Adoption.Adopted(var endpoint) -> connect(pod, endpoint);
            case Adoption.NotYet(var reason) -> new Opening.NotYet(reason);
            case Adoption.Refused(var reason) -> new Opening.Refused(reason);
        };
    }

    /** The channel connects with the first call, and only then the peer is known. */
    private Opening connect(PodUid pod, LauncherEndpoint endpoint) {
        var place = new AdoptedPod(endpoint, network, supplies, routers);
        var channel = channels.open(endpoint.connectPath(), (pid, uid) -> place.accept(peers.verify(pid, uid, pod)));
        return new Opening.Opened(new GrpcLauncherClient(channel), place);
    }
}
