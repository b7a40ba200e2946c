package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Answer;
import dev.yadori.virtctl.cluster.ByteSocket;
import dev.yadori.virtctl.cluster.RefusedException;
import dev.yadori.virtctl.cluster.Tree;
import dev.yadori.virtctl.why.CircumstancesReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens a stream of a guest that may not run yet: what happens to its instance is watched, until it runs or will not. */
final class GuestWait {

    private static final List<String> RUNNING_BY_ITSELF = List.of("Always", "RerunOnFailure");

    private final SubresourceClient client;
    private final Target guest;
    private final Duration longest;

    GuestWait(SubresourceClient client, Target guest, Duration longest) {
        this.client = client;
        this.guest = guest;
        this.longest = longest;
    }

    /**
     * The stream, as soon as it can be had.
     *
     * @throws UnreachableException with why the guest does not run, when the time is over or there is nothing to wait for
     */
    ByteSocket open(String subresource) {
        try {
            return client.open(guest, subresource);
        } catch (RefusedException refusal) {
            boolean mayCome = refusal.code() == 400 || (refusal.code() == Answer.NOT_FOUND && isToRun());
            if (!mayCome || !longest.isPositive()) {
                throw explained(refusal);
            }
            System.err.println("virtctl: waiting for " + guest.name() + " to run; ctrl-c ends it");
            return await(subresource, refusal);
        }
    }

    private ByteSocket await(String subresource, RefusedException first) {
        long end = System.nanoTime() + longest.toNanos();
        for (Duration left = longest; left.isPositive(); left = Duration.ofNanos(end - System.nanoTime())) {
            Optional<ByteSocket> opened;
            try {
                opened = client.server().watch(instances(left), left, event -> onEvent(event, subresource));
            } catch (RefusedException watching) {
                // Who may open a console need not be allowed to watch.
                throw watching.code() == Answer.FORBIDDEN ? explained(first) : watching;
            }
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        throw new UnreachableException(guest.name() + " does not run after " + longest.toMinutes() + " min" + why());
    }

    /** The stream, where this says that the guest runs; empty where more has to happen. */
    private Optional<ByteSocket> onEvent(Tree event, String subresource) {
        boolean gone = event.is("DELETED", "type");
        String phase = event.word("object", "status", "phase");
        if (!gone && phase.equals("Running")) {
            return Optional.of(client.open(guest, subresource));
        }
        if ((gone || phase.equals("Succeeded") || phase.equals("Failed")) && !isToRun()) {
            throw new UnreachableException(guest.name() + " does not run" + why());
        }
        return Optional.empty();
    }

    /** Whether an instance will be made that is not there yet. */
    private boolean isToRun() {
        Answer found = client.server().get(objects("virtualmachines") + "/" + guest.name());
        if (!found.isGood()) {
            return false;
        }
        Tree machine = found.tree();
        String strategy = machine.isTrue("spec", "running") ? "Always" : machine.word("spec", "runStrategy");
        return RUNNING_BY_ITSELF.contains(strategy)
                || machine.at("status", "stateChangeRequests").items().anyMatch(asked -> asked.is("Start", "action"));
    }

    private UnreachableException explained(RefusedException refusal) {
        return new UnreachableException(refusal.getMessage() + why());
    }

    private String why() {
        try {
            return new CircumstancesReader(client.server(), client.place(guest))
                    .explain(guest.name())
                    .map(sentence -> "\nvirtctl: " + sentence)
                    .orElse("");
        } catch (UnreachableException unknown) {
            // What was to be said without it is said.
            return "";
        }
    }

    private String instances(Duration left) {
        return objects("virtualmachineinstances") + "?watch=true&timeoutSeconds=" + (left.toSeconds() + 1)
                + "&fieldSelector=metadata.name%3D" + guest.name();
    }

    private String objects(String resource) {
        return "/apis/kubevirt.io/v1/namespaces/" + client.place(guest) + "/" + resource;
    }
}
