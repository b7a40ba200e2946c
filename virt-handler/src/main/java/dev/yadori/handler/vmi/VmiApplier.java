package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.WireValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries plans out: the only place that writes. */
final class VmiApplier {
    private static final Logger LOG = LoggerFactory.getLogger(VmiApplier.class);

    private final GuestObjects objects;
    private final LauncherSessions sessions;
    private final GuestStarter starter;
    private final RecentWrites writes;
    private final Departures departures;

    VmiApplier(
            GuestObjects objects,
            LauncherSessions sessions,
            GuestStarter starter,
            RecentWrites writes,
            Departures departures) {
        this.departures = departures;
        this.objects = objects;
        this.sessions = sessions;
        this.starter = starter;
        this.writes = writes;
    }

    /**
     * Users are told only what has been written, and a guest leaves only then: a plan that was made from an old object is made
     * again.
     */
    void apply(VirtualMachineInstance vmi, VmiPlan plan) {
        plan.actions().forEach(action -> background(vmi, action));
        boolean written = false;
        try {
            written = plan.status().isEmpty() || write(vmi, plan);
        } finally {
            for (var action : plan.actions()) {
                afterwards(vmi, action, written);
            }
        }
    }

    /** The object is gone. */
    void forget(VirtualMachineInstance vmi) {
        writes.forget(vmi);
    }

    private void background(VirtualMachineInstance vmi, VmiAction action) {
        switch (action) {
            case VmiAction.Launch(var pod) ->
                sessions.session(pod).ifPresent(session -> session.launch(vmi, starter::start));
            case VmiAction.Inspect(var pod) ->
                sessions.session(pod).ifPresent(session -> session.launch(vmi, starter::inspect));
            case VmiAction.CancelMigration(var pod, var migration) -> departures.cancel(pod, migration);
            case VmiAction.ChangeCards(var pod, var wish) ->
                sessions.session(pod).ifPresent(session -> session.change(wish, vmi, starter::change));
            case VmiAction.Migrate(var pod, var departure) -> departures.approach(pod, departure);
            case VmiAction.Emit _ -> {
                // After the write.
            }
        }
    }

    private void afterwards(VirtualMachineInstance vmi, VmiAction action, boolean written) {
        switch (action) {
            case VmiAction.Migrate(var pod, var departure) when written -> departures.migrate(pod, departure);
            case VmiAction.Migrate(var pod, var departure) -> departures.retract(pod, departure);
            case VmiAction.Emit event when written -> objects.tell(vmi, event);
            case VmiAction.Emit _,
                    VmiAction.Launch _,
                    VmiAction.Inspect _,
                    VmiAction.CancelMigration _,
                    VmiAction.ChangeCards _ -> {
                // Before the write, or not at all.
            }
        }
    }

    private boolean write(VirtualMachineInstance vmi, VmiPlan plan) {
        var written = objects.writeStatus(vmi, plan.status());
        written.ifPresent(writes::remember);
        if (written.isPresent() && plan.status().containsKey("phase")) {
            LOG.atInfo()
                    .addKeyValue("namespace", vmi.getMetadata().getNamespace())
                    .addKeyValue("name", vmi.getMetadata().getName())
                    .addKeyValue("phase", plan.status().get("phase") instanceof WireValue word ? word.wire() : "")
                    .log("guest changed its phase");
        }
        return written.isPresent();
    }
}
