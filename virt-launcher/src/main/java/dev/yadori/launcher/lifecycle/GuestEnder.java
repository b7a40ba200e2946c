package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.Hypervisor.PowerButton;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.log.Log;
import java.time.Instant;
import java.util.UUID;

/** Does the steps of an {@link Ending}. */
final class GuestEnder {
    private final Hypervisor hypervisor;

    GuestEnder(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    /** A failure is a line in the log: the next step comes anyway. */
    Ending step(Ending ending, UUID guest, Observation seen, boolean neverRan, Instant now) {
        try {
            return switch (neverRan ? Ending.Step.DESTROY : ending.step(now)) {
                case WAIT -> ending;
                case SIGNAL -> {
                    signal(ending, guest, seen);
                    yield ending.signalled(now);
                }
                case DESTROY -> {
                    hypervisor.destroy(guest);
                    yield ending.signalled(now);
                }
            };
        } catch (HypervisorException e) {
            Log.warn().addKeyValue("error", e.getMessage()).log("ending the guest failed, trying again");
            return ending.signalled(now);
        }
    }

    /** One that is paused hears nothing; an error of its disk would only pause it again. */
    private void signal(Ending ending, UUID guest, Observation seen) throws HypervisorException {
        if (!(seen instanceof Observation.Present(var execution, var facts))) {
            return;
        }
        if (execution instanceof Execution.Paused(var cause) && cause == Execution.PauseCause.USER) {
            hypervisor.resume(guest);
        }
        if (facts.agentConnected() && ending.signals() == 0) {
            askAgent(guest);
        } else {
            hypervisor.askToPowerOff(guest, PowerButton.ACPI);
        }
    }

    /** The agent is the guest's, which may let us wait. */
    private void askAgent(UUID guest) {
        Thread.ofPlatform().daemon().name("agent").start(() -> {
            try {
                hypervisor.askToPowerOff(guest, PowerButton.AGENT);
            } catch (HypervisorException e) {
                Log.warn().addKeyValue("error", e.getMessage()).log("the guest's agent did not power it off");
            }
        });
    }
}
