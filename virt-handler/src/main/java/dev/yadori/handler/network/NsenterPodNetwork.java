package dev.yadori.handler.network;

import dev.yadori.handler.pod.PodNetns;
import java.io.IOException;
import java.util.List;

/** {@link PodNetwork} by iproute2 and nftables, run in the namespace by nsenter. */
public final class NsenterPodNetwork implements PodNetwork {

    private static final String OBSERVE =
            "ip -json -details addr show && echo && ip -json -details route show table all";

    private final NetnsShell shell;

    public NsenterPodNetwork(NetnsShell shell) {
        this.shell = shell;
    }

    @Override
    public Plumbing plumb(PodNetns netns, NetworkRequest request) throws IOException, InterruptedException {
        if (request.nics().isEmpty()) {
            return new Plumbing.Plumbed(List.of());
        }
        try {
            NetworkPlan plan = NetworkPlanner.plan(request, observe(netns));
            if (!plan.steps().isEmpty()) {
                shell.run(netns, plan.script());
            }
            return new Plumbing.Plumbed(plan.nics());
        } catch (ImpossibleRequestException impossible) {
            return new Plumbing.Impossible(impossible.reason());
        }
    }

    /** Addresses of IPv4 and IPv6 together; each list of the answer is one line. */
    ObservedNetns observe(PodNetns netns) throws IOException, InterruptedException {
        String[] lists = shell.run(netns, OBSERVE).split("\n+", -1);
        if (lists.length < 2) {
            throw new IOException("ip printed nothing");
        }
        return IpJson.parse(lists[0], lists[1]);
    }
}
