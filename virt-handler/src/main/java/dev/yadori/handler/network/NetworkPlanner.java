package dev.yadori.handler.network;

import dev.yadori.handler.network.NicRequest.NicBinding;
import java.util.ArrayList;
import java.util.List;

/** From a request and what is there to what has to be done. Pure. */
final class NetworkPlanner {

    private NetworkPlanner() {}

    /**
     * Plans all interfaces of a guest.
     *
     * @throws ImpossibleRequestException where this pod cannot carry the request
     */
    static NetworkPlan plan(NetworkRequest request, ObservedNetns observed) {
        List<NetworkPlan.Step> steps = new ArrayList<>();
        List<NicFacts> facts = new ArrayList<>();
        for (int index = 0; index < request.nics().size(); index++) {
            NicRequest nic = request.nics().get(index);
            if (isLeftOut(request, nic, observed)) {
                continue;
            }
            NicSite site = NicSite.of(nic, index, request.owner(), observed);
            NicPlan plan = switch (nic.binding()) {
                case NicBinding.Masquerade masquerade -> MasqueradePlanner.plan(site, masquerade);
                case NicBinding.Bridge() -> BridgePlanner.plan(site);
            };
            steps.addAll(plan.steps());
            facts.add(plan.facts());
        }
        return new NetworkPlan(steps, facts);
    }

    private static boolean isLeftOut(NetworkRequest request, NicRequest nic, ObservedNetns observed) {
        return request.scope() == NetworkRequest.Scope.LINKED
                && !nic.links().equals(LinkNames.PRIMARY)
                && observed.link(nic.links().pod()).isEmpty();
    }

    /** The plan of one interface. */
    record NicPlan(List<NetworkPlan.Step> steps, NicFacts facts) {}
}
