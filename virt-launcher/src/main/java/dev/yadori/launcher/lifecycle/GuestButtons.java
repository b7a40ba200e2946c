package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.Hypervisor.PowerButton;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.log.Log;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The buttons of a machine that do not end it. */
public final class GuestButtons {
    private final GuestLifecycle guest;
    private final Hypervisor hypervisor;

    public GuestButtons(GuestLifecycle guest, Hypervisor hypervisor) {
        this.guest = guest;
        this.hypervisor = hypervisor;
    }

    /** Done when the button was pressed. */
    public CompletionStage<Void> reset() {
        return guest.command((domain, _) -> hypervisor.reset(domain));
    }

    /** Done when the guest was asked, or is about to be: its agent may let us wait. */
    public CompletionStage<Void> reboot() {
        return guest.command((domain, facts) -> {
            if (facts.agentConnected()) {
                Thread.ofPlatform().daemon().name("agent-reboot").start(() -> rebootByAgent(domain));
            } else {
                hypervisor.askToReboot(domain, PowerButton.ACPI);
            }
        });
    }

    private void rebootByAgent(UUID domain) {
        try {
            hypervisor.askToReboot(domain, PowerButton.AGENT);
        } catch (HypervisorException e) {
            Log.warn().addKeyValue("error", e.getMessage()).log("the guest's agent did not reboot it, trying acpi");
            var _ = guest.command((_, _) -> hypervisor.askToReboot(domain, PowerButton.ACPI));
        }
    }
}
